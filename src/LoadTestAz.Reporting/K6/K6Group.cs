using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.K6;

/// <summary>A group with its checks and the groups within, as k6's summary has them.</summary>
/// <remarks>Groups without any check below them are not known to a result, and stand nowhere.</remarks>
internal sealed class K6Group
{
    private const string Separator = "::";

    // JSON writers and readers refuse what is nested too deeply. Nobody nests groups like that; a tag may look like it.
    private const int MaxDepth = 100;

    private readonly SortedDictionary<string, K6Group> _groups = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, K6Check> _checks = new(StringComparer.Ordinal);

    private K6Group(string name, string path) => (Name, Path) = (name, path);

    public string Name { get; }

    /// <summary><c>::browse::details</c>; empty for the root.</summary>
    public string Path { get; }

    public string Id => K6Ids.Of(Path);

    /// <summary>By name.</summary>
    public IReadOnlyCollection<K6Group> Groups => _groups.Values;

    /// <summary>By name.</summary>
    public IReadOnlyCollection<K6Check> Checks => _checks.Values;

    /// <summary>The tree of these checks.</summary>
    public static K6Group RootOf(IEnumerable<LoadTestCheck> checks)
    {
        var root = new K6Group("", "");
        foreach (var check in checks)
            root.At(check.Group).Add(check);
        return root;
    }

    private K6Group At(string path)
    {
        if (path.Length == 0)
            return this;
        var group = this;
        foreach (var name in (path.StartsWith(Separator, StringComparison.Ordinal) ? path[Separator.Length..] : path).Split(Separator, MaxDepth))
        {
            if (!group._groups.TryGetValue(name, out var inner))
                group._groups.Add(name, inner = new K6Group(name, group.Path + Separator + name));
            group = inner;
        }

        return group;
    }

    private void Add(LoadTestCheck check)
    {
        var known = _checks.GetValueOrDefault(check.Name) ?? new K6Check(check.Name, Path + Separator + check.Name, 0, 0);
        _checks[check.Name] = known with { Passes = known.Passes + check.Passes, Fails = known.Fails + check.Fails };
    }
}
