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
    private readonly HashSet<int> _workers = [.. plan.Workers.Select(w => w.Index)];
    private readonly SortedDictionary<int, LiveReading> _all = [];
    private bool _isChanged;

    /// <summary>Takes a line worth a warning.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>By worker.</summary>
    public IReadOnlyDictionary<int, LiveReading> All => _all;

    /// <summary>Whether a metric is to be taken from snapshots.</summary>
    public bool IsWatched(string metric) => _metrics.Contains(metric);

    /// <summary>Takes a worker's snapshot instead of the one before. Several threads may do so at once, while nobody looks at <see cref="All"/>.</summary>
    /// <returns>Memory for the next one, of whatever worker: that of the one before, of which nothing is needed any longer.</returns>
    public PackedMemory Take(int worker, LiveDocument live, MetricSet metrics)
    {
        lock (_all)
        {
            if (!_workers.Contains(worker))
                return metrics.Memory ?? new PackedMemory();
            var before = _all.GetValueOrDefault(worker);
            _all[worker] = LiveReading.Of(live, metrics, before);
            _isChanged = true;
            return before?.Metrics.Memory ?? new PackedMemory();
        }
    }

    /// <summary>Whether anything has come since this was asked before.</summary>
    public bool TakeChange()
    {
        var changed = _isChanged;
        _isChanged = false;
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
