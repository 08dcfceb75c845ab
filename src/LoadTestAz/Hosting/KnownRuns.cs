using System.Collections.Concurrent;

namespace LoadTestAz.Hosting;

/// <summary>Which runs this process has dealt with, for the completion of their ids: a store in the cloud is not asked for that.</summary>
internal static class KnownRuns
{
    private static readonly ConcurrentDictionary<(string Location, string RunId), long> Seen = new();
    private static long _count;

    /// <summary>Where they are.</summary>
    public static IEnumerable<string> Locations => Seen.OrderByDescending(run => run.Value).Select(run => run.Key.Location).Distinct(StringComparer.OrdinalIgnoreCase);

    /// <summary>Notes a run that there is.</summary>
    public static void Note(string location, string runId) => Seen[(location.TrimEnd('/'), runId)] = Interlocked.Increment(ref _count);

    /// <summary>The runs of one store, the latest that was dealt with first.</summary>
    public static IEnumerable<string> In(string location) =>
        Seen.Where(run => run.Key.Location.Equals(location.TrimEnd('/'), StringComparison.OrdinalIgnoreCase)).OrderByDescending(run => run.Value).Select(run => run.Key.RunId);
}
