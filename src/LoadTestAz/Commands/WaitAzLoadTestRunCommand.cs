using System.Management.Automation;
using LoadTestAz.Binding;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary><c>Wait-AzLoadTestRun</c>: follows a run to its end, showing the merged figures as they come.</summary>
[Cmdlet(VerbsLifecycle.Wait, "AzLoadTestRun", DefaultParameterSetName = ByWorker)]
[OutputType(typeof(LoadTestRun), typeof(LoadTestRunProgress))]
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

    /// <summary>Write the merged figures as objects every 5 s, before the run itself.</summary>
    [Parameter]
    public SwitchParameter LiveStream { get; set; }

    /// <summary>Tell an agent of Azure Pipelines nothing of progress and warnings.</summary>
    [Parameter]
    public SwitchParameter NoLoggingCommand { get; set; }

    private protected override void ProcessRun(IResultStore store, string runId)
    {
        OpenRun? open = null;
        try
        {
            Await(async (output, cancellationToken) =>
            {
                var isPipeline = AzurePipelines.IsAgent && !NoLoggingCommand;
                output.AlsoWarn = isPipeline ? text => AzurePipelines.Issue(isError: false, text) : null;
                open = await OpenAsync(output, store, runId, cancellationToken).ConfigureAwait(false);
                var progress = await DisplayAsync(open.Plan, output, cancellationToken, isPipeline).ConfigureAwait(false);
                var live = LiveStream ? new LiveStream(output, TimeProvider.System) : null;
                RunCleanup? cleanup = null;
                var controller = open.ControlledBy(output, progress.Show + (Action<LoadTestRunProgress>?)(live is null ? null : live.Show), PollInterval, workers => cleanup?.Offer(workers, cancellationToken));
                if (!KeepContainers && open.Compute is not null)
                    cleanup = new RunCleanup(open.Store, open.Plan, controller.Observer, open.Compute, TimeProvider.System) { Warn = output.WriteWarning };
                var run = await controller.UntilEndedAsync(Timeout, cancellationToken).ConfigureAwait(false);
                if (cleanup is not null)
                    run = await CleanUpAsync(open, cleanup, run, progress, cancellationToken).ConfigureAwait(false);
                progress.Close();
                live?.Close();
                if (run.State is RunState.TimedOut)
                    output.WriteError(ErrorRecords.WaitTimedOut(run, Timeout!.Value));
                if (run.StopRule is not null)
                    output.WriteWarning($"Run '{runId}' was stopped by a rule of its plan. {run.StopReason}");
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
}
