using System.Globalization;
using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>A run's progress as one progress record, and as plain lines where nobody sees that.</summary>
/// <param name="plan">The plan of the run.</param>
/// <param name="output">Where it goes.</param>
/// <param name="lines">Takes the lines; null where progress records show.</param>
internal sealed class ProgressDisplay(LoadTestPlan plan, PipelineOutput output, Heartbeat? lines)
{
    private readonly int _id = plan.RunId.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
    private bool _shown;

    /// <summary>Shows the state of the run.</summary>
    public void Show(LoadTestRunProgress progress)
    {
        _shown = true;
        output.WriteProgress(new ProgressRecord(_id, plan.Name, Describe(plan, progress))
        {
            // The time left stands in the text, where logs show it too; told twice it would only take room.
            PercentComplete = progress.StartedAt is null ? -1 : (int)(progress.Done * 100),
        });
        lines?.Beat(PhaseOf(progress), () => Line($"{Describe(plan, progress)}{Workers(progress)}"));
    }

    /// <summary>Shows how far the launch is.</summary>
    public void ShowLaunch(int accepted) => ShowText($"{accepted} of {plan.Workers.Count} workers launched");

    /// <summary>Shows what the platform is waited for.</summary>
    public void ShowWait(string text) => ShowText(text);

    /// <summary>Takes the record off the screen.</summary>
    public void Close()
    {
        if (_shown)
            output.WriteProgress(new ProgressRecord(_id, plan.Name, "Done") { RecordType = ProgressRecordType.Completed });
    }

    private void ShowText(string text)
    {
        _shown = true;
        output.WriteProgress(new ProgressRecord(_id, plan.Name, text) { PercentComplete = -1 });
        lines?.Beat("launch", () => Line(text));
    }

    private string Line(string text) => $"{plan.RunId}: {text}";

    private static string PhaseOf(LoadTestRunProgress p) =>
        p.StopReason is not null ? "stop" : p.SetupWorker is not null ? "setup" : p.StartedAt is null ? "wait" : p.StartedAt > p.At ? "begin" : "load";

    /// <summary>The state in a line.</summary>
    internal static string Describe(LoadTestPlan plan, LoadTestRunProgress p)
    {
        if (p.StopReason is not null)
            return $"stopping: {p.StopReason}";
        if (p.SetupWorker is { } worker)
            return $"setup() runs on worker {worker}, at most {Clock(p.Remaining)} more";
        if (p.StartedAt is null)
            return $"{p.WorkersByState.GetValueOrDefault(WorkerState.Ready)} of {p.PlannedWorkers} workers ready, at most {Clock(p.Remaining)} more";
        if (p.StartedAt > p.At)
            return $"{p.PlannedWorkers} workers begin in {Clock(p.StartedAt.Value - p.At)}";
        var p95 = p.P95 is { } value ? string.Create(CultureInfo.InvariantCulture, $"p95 {value:0.0} ms") : "p95 -";
        var rest = p.Remaining > TimeSpan.Zero ? $"{Clock(p.Remaining)} left" : "last iterations and results";

        // The time left first: a narrow terminal cuts the end off.
        return string.Create(CultureInfo.InvariantCulture, $"{rest}, {p.Vus:0} VUs, {p.RequestsPerSecond:0} req/s, {p95}, {p.FailureRate:0.0 %} failed{Crossed(p)}{Strain(plan, p)}");
    }

    private static string Crossed(LoadTestRunProgress p)
    {
        var crossed = p.Thresholds.Where(t => !t.Passed && t.Actual is not null).ToList();
        return crossed.Count == 0 ? "" : $"; {crossed.Count} of {p.Thresholds.Count} thresholds crossed, {crossed[0].Metric}: {crossed[0].Expression}";
    }

    private static string Workers(LoadTestRunProgress p) =>
        $"; workers: {string.Join(", ", p.WorkersByState.OrderBy(w => w.Key).Select(w => $"{w.Value} {w.Key}"))}";

    private static string Strain(LoadTestPlan plan, LoadTestRunProgress p) => p.StrainedWorkers == 0 ? ""
        : plan.Compute is LoadTestCompute.Local ? "; this machine is short of CPU or memory"
        : $"; {p.StrainedWorkers} workers are short of CPU or memory";

    private static string Clock(TimeSpan time) => time.ToString(time.TotalHours >= 1 ? @"h\:mm\:ss" : @"m\:ss", CultureInfo.InvariantCulture);
}
