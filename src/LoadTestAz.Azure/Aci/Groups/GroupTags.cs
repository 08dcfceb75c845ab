using System.Globalization;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>The tags by which a container group is known again, from any machine.</summary>
internal static class GroupTags
{
    /// <summary>The run id.</summary>
    public const string Run = "loadtestaz-run";

    /// <summary>The worker's index, 0-based.</summary>
    public const string Worker = "loadtestaz-worker";

    /// <summary>The instant (UTC, ISO 8601) after which the group is of no use any more.</summary>
    public const string Expires = "loadtestaz-expires";

    /// <summary>The tags of a worker's group: the user's, and ours.</summary>
    public static Dictionary<string, string> Of(string runId, int worker, DateTimeOffset expiresAt, IReadOnlyDictionary<string, string>? own)
    {
        var tags = own is null ? [] : new Dictionary<string, string>(own);
        tags[Run] = runId;
        tags[Worker] = worker.ToString(CultureInfo.InvariantCulture);
        tags[Expires] = Instant(expiresAt);
        return tags;
    }

    /// <summary>An instant as tags and variables have it.</summary>
    public static string Instant(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary>The run and worker that a group belongs to; null when it is none of ours.</summary>
    public static (string RunId, int Worker)? Read(GroupDocument group) =>
        Find(group, Run) is { Length: > 0 } run && int.TryParse(Find(group, Worker), NumberStyles.None, CultureInfo.InvariantCulture, out var worker)
            ? (run, worker)
            : null;

    /// <summary>When a group is of no use any more; null when it does not say.</summary>
    public static DateTimeOffset? ReadExpiry(GroupDocument group) =>
        DateTimeOffset.TryParse(Find(group, Expires), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) ? instant : null;

    // Azure keeps a tag's name as it was first written anywhere in the subscription, whatever its case.
    private static string? Find(GroupDocument group, string name) =>
        group.Tags?.FirstOrDefault(tag => tag.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
