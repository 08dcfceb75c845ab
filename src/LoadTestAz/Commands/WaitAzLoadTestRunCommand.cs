using System.Management.Automation;
using LoadTestAz.Binding;
using LoadTestAz.Errors;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary><c>Wait-AzLoadTestRun</c>: follows a run to its end, showing the merged figures as they come.</summary>
[Cmdlet(VerbsLifecycle.Wait, "AzLoadTestRun", DefaultParameterSetName = ByWorker)]
[OutputType(typeof(LoadTestRun))]
public sealed class WaitAzLoadTestRunCommand : RunTargetCmdlet
{
    /// <summary>The longest wait; without it the run's own hard end is the bound.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeSpan? Timeout { get; set; }

    /// <summary>How often the store is looked at; without it, 4 times a second on this machine and every 2 s elsewhere.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeSpan? PollInterval { get; set; }

    /// <summary>Leave the workers' containers as they are, whatever the plan's cleanup policy says.</summary>
    [Parameter]
    public SwitchParameter KeepContainers { get; set; }

    private protected override void ProcessRun(IResultStore store, string runId)
    {
        OpenRun? open = null;
        try
        {
            Await(async (output, cancellationToken) =>
            {
                open = await OpenAsync(store, runId, cancellationToken).ConfigureAwait(false);
                var progress = new ProgressDisplay(open.Plan, output);
                var run = await open.ControlledBy(output, progress.Show, PollInterval).UntilEndedAsync(Timeout, cancellationToken).ConfigureAwait(false);
                progress.Close();
                if (run.State is RunState.TimedOut)
                    output.WriteError(ErrorRecords.WaitTimedOut(run, Timeout!.Value));
                else
                    await CleanUpAsync(open, run, cancellationToken).ConfigureAwait(false);
                foreach (var trouble in WorkerTroubles.Of(run))
                    output.WriteWarning(trouble);
                output.WriteObject(run);
            });
        }
        catch (PipelineStoppedException)
        {
            if (open is not null)
                Tell($"Run '{runId}' goes on; only the wait has ended. {HowToGoOn(open)}");
            throw;
        }
    }

    private async Task CleanUpAsync(OpenRun open, LoadTestRun run, CancellationToken cancellationToken)
    {
        var policy = open.Plan.Execution.Cleanup;
        if (KeepContainers || open.Compute is null || policy is CleanupPolicy.Never || (policy is CleanupPolicy.OnSuccess && run.State is not RunState.Completed))
            return;
        foreach (var worker in open.Plan.Workers)
            await open.Compute.DeleteAsync(run.RunId, worker.Index, cancellationToken).ConfigureAwait(false);
    }
}
