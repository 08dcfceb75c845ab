using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>The routes of the tag sets whose samples came.</summary>
internal sealed class TagRoutes
{
    // More of them (URLs with ids in them) are forgotten and made again.
    private const int MaxRoutes = 4096;

    private readonly Dictionary<TagSet, TagRoute> _routes = [];
    private TagRoute? _recent;

    /// <summary>The route of a tag set, made when there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TagRoute Of(TagSet tags)
    {
        if (_recent is { } recent)
        {
            if (ReferenceEquals(recent.Tags, tags))
                return recent;

            // Requests mostly follow each other as they did before.
            if (recent.Follower is { } follower && ReferenceEquals(follower.Tags, tags))
                return _recent = follower;
        }

        if (!_routes.TryGetValue(tags, out var route))
        {
            if (_routes.Count >= MaxRoutes)
                Forget();
            _routes.Add(tags, route = new TagRoute(tags));
        }

        if (_recent is not null)
            _recent.Follower = route;
        return _recent = route;
    }

    /// <summary>Forgets them all: what they lead to is no longer right.</summary>
    public void Forget()
    {
        _routes.Clear();
        _recent = null;
    }
}
