using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs.Live;

/// <summary>The latest snapshots of a run's workers, and of them what somebody watches.</summary>
internal sealed class LiveReadings(LoadTestPlan plan)
{
    private static readonly string[] Shown =
    [
        BuiltInMetrics.Vus.Name, BuiltInMetrics.HttpReqs.Name, BuiltInMetrics.HttpReqFailed.Name, BuiltInMetrics.HttpReqDuration.Name, BuiltInMetrics.Iterations.Name,
        BuiltInMetrics.DroppedIterations.Name, BuiltInMetrics.DataSent.Name, BuiltInMetrics.DataReceived.Name,
    ];

    private readonly MetricSelector[] _selectors = [.. plan.WatchedMetrics];
    private readonly HashSet<string> _metrics = [.. Shown, .. plan.WatchedMetrics.Select(s => s.Metric)];
    private readonly SortedDictionary<int, LiveReading> _all = [];

    /// <summary>Takes a line worth a warning.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>By worker.</summary>
    public IReadOnlyDictionary<int, LiveReading> All => _all;

    /// <summary>Whether a metric is to be taken from snapshots.</summary>
    public bool IsWatched(string metric) => _metrics.Contains(metric);

    /// <summary>Takes what is new.</summary>
    /// <returns>False when nothing was.</returns>
    public bool Take(RunObserver observer)
    {
        var changed = false;
        foreach (var worker in plan.Workers)
        {
            var trace = observer.TraceOf(worker.Index);
            if (trace is not { Live: { } live, LiveMetrics: { } metrics })
                continue;
            _all[worker.Index] = LiveReading.Of(live, metrics, _all.GetValueOrDefault(worker.Index));
            trace.LiveMetrics = null;
            changed = true;
        }

        return changed;
    }

    /// <summary>All workers' metrics as one.</summary>
    /// <param name="loadTime">For how long they tell of load.</param>
    public MergedData Merge(TimeSpan loadTime)
    {
        var data = new MergedData(_selectors) { LoadTime = loadTime };
        foreach (var (worker, reading) in _all)
        {
            try
            {
                data.Add(reading.Metrics, $"snapshot of worker {worker}");
            }
            catch (MetricConflictException e)
            {
                Warn?.Invoke($"A snapshot of worker {worker} is left out of what is shown: {e.Message}");
            }
        }

        return data;
    }
}
