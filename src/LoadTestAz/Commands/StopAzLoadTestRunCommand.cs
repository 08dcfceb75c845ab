using System.Management.Automation;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary><c>Stop-AzLoadTestRun</c>: asks a run's workers to end early, gracefully, saving what they measured.</summary>
[Cmdlet(VerbsLifecycle.Stop, "AzLoadTestRun", DefaultParameterSetName = ByWorker, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LoadTestRun))]
public sealed class StopAzLoadTestRunCommand : RunTargetCmdlet
{
    /// <summary>Why; recorded with the run.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string Reason { get; set; } = "Stop-AzLoadTestRun";

    private protected override void ProcessRun(IResultStore store, string runId)
    {
        if (!ShouldProcess($"run {runId} in {store.Location}", "Stop load"))
            return;
        Await(async (output, cancellationToken) =>
        {
            var open = await OpenAsync(output, store, runId, cancellationToken).ConfigureAwait(false);
            await open.Store.TryStopAsync(new StopDocument(TimeProvider.System.GetUtcNow(), Reason), cancellationToken).ConfigureAwait(false);
            output.WriteObject(await open.ControlledBy(output, null).LookOnceAsync(cancellationToken).ConfigureAwait(false));
        });
    }
}
