using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs;

/// <summary>The workers' latest snapshots, merged into the few figures that people watch.</summary>
internal sealed class LiveFigures
{
    private readonly Dictionary<int, Reading> _readings = [];
    private LatencySketch _latency = new();

    /// <summary>Describes the run as it stands.</summary>
    public RunProgress Describe(LoadTestPlan plan, RunDocument document, RunObserver observer, IReadOnlyList<LoadTestWorker> workers, DateTimeOffset now)
    {
        Take(observer, workers);
        var start = SetupPhase.LoadStart(plan, observer);
        var setupWorker = observer is { Start: { } go, Setup: null } ? SetupPhase.LeadOf(plan, go.Workers) : null;
        var end = start + plan.Duration ?? (setupWorker is null ? document.CreatedAt + plan.Execution.StartTimeout : document.DeadlineAt);
        var working = workers.Where(w => w.State is WorkerState.Running && _readings.ContainsKey(w.Index)).Select(w => _readings[w.Index]).ToList();
        return new RunProgress
        {
            RunId = plan.RunId,
            At = now,
            Workers = workers.GroupBy(w => w.State).ToDictionary(g => g.Key, g => g.Count()),
            PlannedWorkers = workers.Count,
            SetupWorker = setupWorker,
            StartedAt = start,
            Done = start is null || plan.Duration <= TimeSpan.Zero ? 0 : Math.Clamp((now - start.Value) / plan.Duration, 0, 1),
            Remaining = end > now ? end - now : TimeSpan.Zero,
            Vus = working.Sum(r => r.Vus),
            Requests = _readings.Values.Sum(r => r.Requests),
            RequestsPerSecond = working.Sum(r => r.RequestsPerSecond),
            Failures = _readings.Values.Sum(r => r.Failures),
            P95 = _latency.Count == 0 ? null : _latency.Percentile(95),
            StrainedWorkers = workers.Count(w => w.Health is { IsCpuHigh: true } or { IsMemoryHigh: true }),
            StopReason = observer.Stop?.Reason,
        };
    }

    // Only snapshots that are new are decoded; the merged distribution is added up anew when there was one.
    private void Take(RunObserver observer, IReadOnlyList<LoadTestWorker> workers)
    {
        var changed = false;
        foreach (var worker in workers)
        {
            if (observer.TraceOf(worker.Index).Live is not { } live || _readings.GetValueOrDefault(worker.Index)?.Sequence == live.Sequence)
                continue;
            _readings[worker.Index] = Reading.Of(live, _readings.GetValueOrDefault(worker.Index));
            changed = true;
        }

        if (!changed)
            return;
        _latency = new LatencySketch();
        foreach (var reading in _readings.Values)
        {
            if (reading.Latency is not null)
                _latency.Merge(reading.Latency);
        }
    }

    // The first snapshot is taken at once: what setup() did before the load is no rate of these first milliseconds.
    private static double RateOf(double requests, double seconds) => seconds >= 1 ? requests / seconds : 0;

    private sealed record Reading(int Sequence, DateTimeOffset At, double Vus, double Requests, long Failures, double RequestsPerSecond, LatencySketch? Latency)
    {
        public static Reading Of(LiveDocument live, Reading? before)
        {
            var metrics = live.DecodeMetrics();
            var requests = (metrics.Find(BuiltInMetrics.HttpReqs.Name)?.Accumulator as CounterAccumulator)?.Sum ?? 0;
            var span = (live.At - (before?.At ?? live.StartedAt)).TotalSeconds;
            return new Reading(
                live.Sequence,
                live.At,
                (metrics.Find(BuiltInMetrics.Vus.Name)?.Accumulator as GaugeAccumulator)?.Value ?? 0,
                requests,
                (metrics.Find(BuiltInMetrics.HttpReqFailed.Name)?.Accumulator as RateAccumulator)?.Passes ?? 0,
                RateOf(requests - (before?.Requests ?? 0), span),
                (metrics.Find(BuiltInMetrics.HttpReqDuration.Name)?.Accumulator as TrendAccumulator)?.Sketch);
        }
    }
}
