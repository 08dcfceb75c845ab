using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Binding;
using LoadTestAz.Errors;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary><c>Stop-AzLoadTestRun</c>: asks a run's workers to end early, gracefully, saving what they measured; by force if wanted.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AzLoadTestRun", DefaultParameterSetName = ByWorker, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LoadTestRun))]
public sealed class StopAzLoadTestRunCommand : RunTargetCmdlet
{
    /// <summary>How long workers have to end by themselves before -Force ends them: 10 s for the load, the rest to save what they measured.</summary>
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromMinutes(1);

    /// <summary>Why; recorded with the run.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "Stop-AzLoadTestRun";

    /// <summary>Kill the workers that have not ended when -Timeout is over.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Wait so long for the workers to end; without it, and without -Force, nothing is waited for.</summary>
    [Parameter]
    [TimeTransformation]
    public TimeSpan? Timeout { get; set; }

    private protected override void ProcessRun(IResultStore store, string runId)
    {
        if (!ShouldProcess($"run {runId} in {store.Location}", Force ? "Stop load, kill workers that go on" : "Stop load"))
            return;
        OpenRun? asked = null;
        try
        {
            Await(async (output, cancellationToken) =>
            {
                var open = await OpenAsync(output, store, runId, cancellationToken).ConfigureAwait(false);
                await open.TryStopAsync(Reason, cancellationToken).ConfigureAwait(false);
                asked = open;
                output.WriteObject(Force || Timeout is not null
                    ? await EndAsync(open, output, Timeout ?? DefaultTimeout, cancellationToken).ConfigureAwait(false)
                    : await open.ControlledBy(output, null).LookOnceAsync(cancellationToken).ConfigureAwait(false));
            });
        }
        catch (PipelineStoppedException)
        {
            if (asked is not null && (Force || Timeout is not null))
                Tell($"Run '{runId}' was asked to stop, and its workers end by themselves; only the wait for that has ended{(Force ? ", and workers that go on all the same may not have been killed" : "")}. {HowToGoOn(asked)}");
            throw;
        }
    }

    private async Task<LoadTestRun> EndAsync(OpenRun open, PipelineOutput output, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var progress = await DisplayAsync(open.Plan, output, cancellationToken).ConfigureAwait(false);
        if (Force)
            progress.AfterWait = "those that go on are killed";
        var controller = open.ControlledBy(output, progress.Show);
        var run = await controller.UntilEndedAsync(timeout, cancellationToken).ConfigureAwait(false);
        if (open.Compute is not null)
        {
            RunCleanup NewCleanup() => new(open.Store, open.Plan, controller.Observer, open.Compute, TimeProvider.System) { Warn = output.WriteWarning };
            IReadOnlyList<LoadTestWorker> stuck = [];
            if (Force)
            {
                var left = await NewCleanup().KillAsync(run.Workers, $"{K6Duration.Format(timeout)} after the stop", cancellationToken).ConfigureAwait(false);
                stuck = run.Workers.Where(worker => left.Contains(worker.Name)).ToArray();
                run = await controller.LookOnceAsync(cancellationToken).ConfigureAwait(false);
            }

            // Whoever sees a stopped run end may well be the last to look at it. What could not be killed is not waited for again.
            var others = run with { Workers = run.Workers.Where(worker => stuck.All(s => s.Index != worker.Index)).ToArray() };
            others = await CleanUpAsync(open, NewCleanup(), others, progress, cancellationToken).ConfigureAwait(false);
            run = run with { Leftovers = stuck.Select(worker => worker.Name).Concat(others.Leftovers).ToArray() };
        }

        progress.Close();
        if (!Force && run.State is RunState.TimedOut)
            output.WriteError(ErrorRecords.WaitTimedOut(run, timeout));
        return run;
    }
}
