using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Makes a result of a few made-up samples while the first files are read.</summary>
/// <remarks>
/// A merge mostly runs once in a process, and .NET compiles what makes a result when the files have been read: a tenth of a
/// second, in which all processors but one wait. Here one that would wait for the files to be found does it meanwhile.
/// </remarks>
internal static class MergeWarmUp
{
    private static readonly Lazy<Task> Once = new(() => Task.Run(RunAsync));

    /// <summary>Begins, the first time in a process. Nobody waits for it.</summary>
    public static void Begin() => _ = Once.Value;

    /// <summary>Does it, and gives the result that nobody needs.</summary>
    internal static async Task<LoadTestResult?> RunAsync()
    {
        var options = new FileMergeOptions();
        var source = new MergeSource(Path.GetFullPath("warm-up")) { Kind = LoadTestSourceKind.Metrics, Metrics = Sample() };
        var (context, data, _) = await MergeRound.RunAsync([source], [], options, [], CancellationToken.None).ConfigureAwait(false);
        return await FileMerge.FinishAsync(context, data, options, CancellationToken.None).ConfigureAwait(false);
    }

    private static MetricSet Sample()
    {
        var set = new MetricSet();
        Metric[] metrics = [BuiltInMetrics.HttpReqs, BuiltInMetrics.HttpReqDuration, BuiltInMetrics.HttpReqFailed, BuiltInMetrics.Checks, BuiltInMetrics.Vus];
        var tags = TagSet.Empty.With("check", "is up");
        foreach (var value in new[] { 1.5, 20 })
            set.Add(DateTimeOffset.UnixEpoch, tags, Array.ConvertAll(metrics, m => new Sample(m, value)));
        return set;
    }
}
