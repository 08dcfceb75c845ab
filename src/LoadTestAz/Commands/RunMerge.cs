using LoadTestAz.Async;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>The result of a run in a store.</summary>
internal static class RunMerge
{
    /// <summary>Merges what its workers have saved so far; says so when it still goes on.</summary>
    /// <param name="open">The run.</param>
    /// <param name="thresholds">Judged beside those of its plan.</param>
    /// <param name="output">Where words go.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>The run as it stands, and its result; null when no worker saved any sample.</returns>
    public static async Task<(LoadTestRun Run, LoadTestResult? Result)> MergeAsync(RunCmdlet.OpenRun open, IReadOnlyList<LoadTestThresholdRule> thresholds, PipelineOutput output, CancellationToken cancellationToken)
    {
        var controller = open.ControlledBy(output, report: null);
        var run = await controller.LookOnceAsync(cancellationToken).ConfigureAwait(false);
        if (run.State is RunState.Running)
            output.WriteWarning($"Run '{run.RunId}' still goes on: this result is of what its workers have saved so far.");
        var plan = open.Plan with { Thresholds = ThresholdText.Override(open.Plan.Thresholds, thresholds) };
        return (run, await new ResultMerger(open.Store, plan).MergeAsync(run, controller.Observer, cancellationToken).ConfigureAwait(false));
    }
}
