using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Live;

namespace LoadTestAz.Commands;

/// <summary>A run's progress as one progress record, and as plain lines where nobody sees that.</summary>
/// <param name="plan">The plan of the run.</param>
/// <param name="output">Where it goes.</param>
/// <param name="lines">Takes the lines; null where progress records show.</param>
/// <param name="isPipeline">Whether an agent of Azure Pipelines is told as well.</param>
internal sealed class ProgressDisplay(LoadTestPlan plan, PipelineOutput output, Heartbeat? lines, bool isPipeline = false)
{
    private int _percent = -1;

    private readonly int _id = plan.RunId.GetHashCode(StringComparison.Ordinal) & int.MaxValue;
    private bool _shown;

    /// <summary>What comes when the limit of our own wait is over before the run's.</summary>
    public string AfterWait { get; set; } = "the wait ends";

    /// <summary>Shows the state of the run.</summary>
    public void Show(LoadTestRunProgress progress)
    {
        _shown = true;
        output.WriteProgress(new ProgressRecord(_id, VisibleText.Of(plan.Name), VisibleText.Of(ProgressText.Describe(plan, progress, AfterWait)))
        {
            // The time left stands in the text, where logs show it too; told twice it would only take room.
            PercentComplete = progress.StartedAt is null ? -1 : (int)(progress.Done * 100),
        });
        if (isPipeline && progress.StartedAt is not null && (int)(progress.Done * 100) is var percent && percent > _percent)
            output.WriteCommandLine(AzurePipelines.Progress(_percent = percent, plan.Name));
        lines?.Beat(ProgressText.PhaseOf(progress), () => Line($"{ProgressText.Describe(plan, progress, AfterWait)}{ProgressText.DescribeWorkers(progress)}"));
    }

    /// <summary>Shows how far the launch is.</summary>
    public void ShowLaunch(int accepted) =>
        ShowText($"{accepted} of {plan.Workers.Count} workers launched; those not ready {K6Duration.Format(plan.Execution.StartTimeout)} after the run's creation count as missing");

    /// <summary>Shows what the platform is waited for.</summary>
    public void ShowWait(string text) => ShowText(text);

    /// <summary>Takes the record off the screen.</summary>
    public void Close()
    {
        if (_shown)
            output.WriteProgress(new ProgressRecord(_id, VisibleText.Of(plan.Name), "Done") { RecordType = ProgressRecordType.Completed });
    }

    private void ShowText(string text)
    {
        _shown = true;
        output.WriteProgress(new ProgressRecord(_id, VisibleText.Of(plan.Name), VisibleText.Of(text)) { PercentComplete = -1 });
        lines?.Beat("launch", () => Line(text));
    }

    private string Line(string text) => $"{plan.RunId}: {text}";
}
