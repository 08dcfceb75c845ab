using System.Globalization;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs.Live;

/// <summary>A run's progress in words for people.</summary>
public static class ProgressText
{
    /// <summary>What goes on, in a word that stays the same while it does.</summary>
    public static string PhaseOf(LoadTestRunProgress p) =>
        p.StopReason is not null ? "stop" : p.SetupWorker is not null ? "setup" : p.StartedAt is null ? "wait" : p.StartedAt > p.At ? "begin" : "load";

    /// <summary>The state in a line: what is waited for, for how long, and what comes then.</summary>
    /// <param name="plan">The run's plan.</param>
    /// <param name="p">How it stands.</param>
    /// <param name="afterWait">What comes when a limit of our own is over before the run's.</param>
    public static string Describe(LoadTestPlan plan, LoadTestRunProgress p, string afterWait = "the wait ends")
    {
        if (p.StopReason is not null)
            return $"stopping; results are awaited, {UntilEnd(p, afterWait)}; {p.StopReason}";
        if (p.SetupWorker is { } worker)
            return $"setup() runs on worker {worker}, at most {Clock(p.Remaining)} more, then the run is over";
        if (p.StartedAt is null)
            return $"{Ready(p)} of {p.PlannedWorkers} workers ready, at most {Clock(p.Remaining)} more, then {Then(plan, Ready(p))}";
        if (p.StartedAt > p.At)
            return $"{p.PlannedWorkers - p.WorkersByState.GetValueOrDefault(WorkerState.Skipped)} workers begin in {Clock(p.StartedAt.Value - p.At)}";
        var p95 = p.P95 is { } value ? string.Create(CultureInfo.InvariantCulture, $"p95 {value:0.0} ms") : "p95 -";
        var rest = p.Remaining > TimeSpan.Zero ? $"{Clock(p.Remaining)} left" : $"last iterations and results, {UntilEnd(p, afterWait)}";

        // The time left first: a narrow terminal cuts the end off.
        return string.Create(CultureInfo.InvariantCulture, $"{rest}, {p.Vus:0} VUs, {p.RequestsPerSecond:0} req/s, {p95}, {p.FailureRate:0.0 %} failed{Crossed(p)}{Strain(plan, p)}");
    }

    private static int Ready(LoadTestRunProgress p) => p.WorkersByState.GetValueOrDefault(WorkerState.Ready);

    private static string UntilEnd(LoadTestRunProgress p, string afterWait)
    {
        var (end, then) = p.WaitsUntil is { } until && until < p.EndsBy ? (until, afterWait) : (p.EndsBy, "given up");
        return $"at most {Clock(end > p.At ? end - p.At : TimeSpan.Zero)} more, then {then}";
    }

    // What becomes of the run at its start timeout, as things stand.
    private static string Then(LoadTestPlan plan, int ready) =>
        ready == 0 ? "it is called off"
        : ready >= StartRules.Needed(plan.Execution.StartQuorum, plan.Workers.Count) ? "it begins"
        : plan.Execution.OnMissingWorkers switch
        {
            MissingWorkersPolicy.Fail => "it is called off",
            MissingWorkersPolicy.Redistribute => "these are given the load of the missing",
            _ => "it begins without the missing",
        };

    private static string Crossed(LoadTestRunProgress p)
    {
        var crossed = p.Thresholds.Where(t => !t.Passed && t.Actual is not null).ToList();
        return crossed.Count == 0 ? "" : $"; {crossed.Count} of {p.Thresholds.Count} thresholds crossed, {crossed[0].Metric}: {crossed[0].Expression}";
    }

    /// <summary>How many workers stand where, to go after that.</summary>
    public static string DescribeWorkers(LoadTestRunProgress p) =>
        $"; workers: {string.Join(", ", p.WorkersByState.OrderBy(w => w.Key).Select(w => $"{w.Value} {w.Key}"))}";

    private static string Strain(LoadTestPlan plan, LoadTestRunProgress p) => p.StrainedWorkers == 0 ? ""
        : plan.Compute is LoadTestCompute.Local ? "; this machine is short of CPU or memory"
        : $"; {p.StrainedWorkers} workers are short of CPU or memory";

    private static string Clock(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{(time.TotalHours >= 1 ? $"{(int)time.TotalHours}:{time:mm}" : $"{time:%m}")}:{time:ss}");
}
