using LoadTestAz.Merging;
using LoadTestAz.Merging.Figures;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs.Live;

/// <summary>The workers' latest snapshots, merged into the figures that people watch, and held against the plan's rules.</summary>
internal sealed class LiveFigures(LoadTestPlan plan, Action<string>? warn = null)
{
    private readonly StopJudge _judge = new(plan);
    private ResultFigures _figures = ResultFigures.Of(new MergedData([]) { LoadTime = TimeSpan.Zero }, plan.Thresholds, ExactPercentiles.None);
    private TimeSpan _loadTime;

    /// <summary>The stop that the plan's rules ask for, by the snapshots so far; null while they ask for none.</summary>
    public StopDocument? Stop { get; private set; }

    /// <summary>The snapshots, which the observer puts there.</summary>
    public LiveReadings Readings { get; } = new(plan) { Warn = warn };

    /// <summary>Takes what the observer has seen, and describes the run as it stands.</summary>
    public LoadTestRunProgress Describe(RunDocument document, RunObserver observer, IReadOnlyList<LoadTestWorker> workers, DateTimeOffset now)
    {
        var running = workers.Where(w => w.State is WorkerState.Running).Select(w => w.Index).ToHashSet();
        if (Readings.TakeChange())
            Merge(running, now);
        var working = Readings.All.Where(r => running.Contains(r.Key)).Select(r => r.Value).ToList();
        var start = SetupPhase.LoadStart(plan, observer);
        var setupWorker = observer is { Start: { } go, Setup: null } ? SetupPhase.LeadOf(plan, go.Workers) : null;
        var end = start + plan.Duration ?? (setupWorker is null ? observer.Shares?.ReadyBy ?? document.CreatedAt + plan.Execution.StartTimeout : document.DeadlineAt);
        var metrics = _figures.Metrics;
        var duration = metrics[BuiltInMetrics.HttpReqDuration.Name];
        return new LoadTestRunProgress
        {
            RunId = plan.RunId,
            At = now,
            WorkersByState = workers.GroupBy(w => w.State).ToDictionary(g => g.Key, g => g.Count()),
            PlannedWorkers = workers.Count,
            SetupWorker = setupWorker,
            StartedAt = start,
            Elapsed = _loadTime,
            Done = start is null || plan.Duration <= TimeSpan.Zero ? 0 : Math.Clamp((now - start.Value) / plan.Duration, 0, 1),
            Remaining = end > now ? end - now : TimeSpan.Zero,
            EndsBy = document.DeadlineAt + WorkerStates.LostAfter,
            Vus = working.Sum(r => r.Vus),
            Requests = Total(BuiltInMetrics.HttpReqs),
            RequestsPerSecond = working.Sum(r => r.RequestsPerSecond),
            Failures = metrics[BuiltInMetrics.HttpReqFailed.Name]?.Passes ?? 0,
            P50 = duration?.Med,
            P95 = duration?.P95,
            P99 = duration?.P99,
            Iterations = Total(BuiltInMetrics.Iterations),
            DroppedIterations = Total(BuiltInMetrics.DroppedIterations),
            DataSent = Total(BuiltInMetrics.DataSent),
            DataReceived = Total(BuiltInMetrics.DataReceived),
            Thresholds = _figures.Thresholds,
            StrainedWorkers = workers.Count(w => w.Health is { IsCpuHigh: true } or { IsMemoryHigh: true }),
            StopReason = observer.Stop?.Reason,
        };

        double Total(Metric counter) => metrics[counter.Name]?.Count ?? 0;
    }

    private void Merge(HashSet<int> running, DateTimeOffset now)
    {
        // Of workers that are gone the rates would fall from then on, though nothing else has changed.
        var working = Readings.All.Where(r => running.Contains(r.Key)).ToDictionary(r => r.Key, r => r.Value);
        _loadTime = (working.Count > 0 ? working : Readings.All).Values.Select(r => r.Elapsed).Aggregate(TimeSpan.Zero, (sum, next) => sum + next) / Math.Max(1, working.Count > 0 ? working.Count : Readings.All.Count);
        var data = Readings.Merge(_loadTime);
        _figures = ResultFigures.Of(data, plan.Thresholds, ExactPercentiles.None, isGlance: true);
        if (working.Count > 0)
            Stop = _judge.Judge(data, _figures.Thresholds, working, now);
    }
}
