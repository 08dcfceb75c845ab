using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Completion;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>
/// <c>Remove-AzLoadTestRun</c>: deletes what a run left where it ran, and its data if asked to; or, whoever started them,
/// all container groups that are past their time.
/// </summary>
[Cmdlet(VerbsCommon.Remove, "AzLoadTestRun", DefaultParameterSetName = ByWorker, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LoadTestExpiredWorker))]
public sealed class RemoveAzLoadTestRunCommand : RunCmdlet
{
    private const string ByWorker = "Worker";
    private const string ByRun = "Run";
    private const string ByRunId = "RunId";
    private const string OrphansOfPlan = "OrphansOfPlan";
    private const string OrphansOfGroup = "OrphansOfGroup";

    // How long workers that are stopped by force may take to save what they measured.
    private static readonly TimeSpan SaveBound = TimeSpan.FromSeconds(60);

    private readonly List<(string RunId, string? Location)> _runs = [];
    private readonly List<LoadTestAzureSettings> _groups = [];

    /// <summary>Workers from Start-AzLoadTestWorker; their runs are meant, each once.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByWorker)]
    public LoadTestWorker Worker { get; set; } = null!;

    /// <summary>Runs from Wait-AzLoadTestRun.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByRun)]
    public LoadTestRun Run { get; set; } = null!;

    /// <summary>The run that is meant.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = ByRunId)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string RunId { get; set; } = null!;

    /// <summary>The store that holds the run: a folder, or the https URL of a blob container.</summary>
    [Parameter(ParameterSetName = ByRunId)]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <summary>Delete everything that the store has of the run, too: results, logs, plan.</summary>
    [Parameter(ParameterSetName = ByWorker)]
    [Parameter(ParameterSetName = ByRun)]
    [Parameter(ParameterSetName = ByRunId)]
    public SwitchParameter Data { get; set; }

    /// <summary>Also a run that goes on: it is stopped first.</summary>
    [Parameter(ParameterSetName = ByWorker)]
    [Parameter(ParameterSetName = ByRun)]
    [Parameter(ParameterSetName = ByRunId)]
    public SwitchParameter Force { get; set; }

    /// <summary>Delete all container groups of ours that are past their time, whichever run they belong to.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OrphansOfPlan)]
    [Parameter(Mandatory = true, ParameterSetName = OrphansOfGroup)]
    public SwitchParameter Orphaned { get; set; }

    /// <summary>A plan for Azure; its azure section says where to look.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ParameterSetName = OrphansOfPlan)]
    public LoadTestPlan Plan { get; set; } = null!;

    /// <summary>The subscription to look in.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = OrphansOfGroup)]
    public Guid SubscriptionId { get; set; }

    /// <summary>The resource group to look in.</summary>
    [Parameter(Mandatory = true, ParameterSetName = OrphansOfGroup)]
    [ValidateNotNullOrEmpty]
    public string ResourceGroup { get; set; } = null!;

    /// <summary>The cloud that the subscription is in.</summary>
    [Parameter(ParameterSetName = OrphansOfGroup)]
    public LoadTestCloud Cloud { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        (string, string?)? run = ParameterSetName switch
        {
            ByWorker => (Worker.RunId, Worker.Location),
            ByRun => (Run.RunId, Run.Location),
            ByRunId => (RunId, Store),
            _ => null,
        };
        if (run is { } one && !_runs.Contains(one))
            _runs.Add(one);
        else if (ParameterSetName is OrphansOfGroup)
            _groups.Add(new LoadTestAzureSettings { SubscriptionId = SubscriptionId.ToString("D"), ResourceGroup = ResourceGroup, Cloud = Cloud });
        else if (ParameterSetName is OrphansOfPlan && Plan.Compute is LoadTestCompute.Aci)
            _groups.Add(Plan.Azure!);
        else if (ParameterSetName is OrphansOfPlan)
            ThrowTerminatingError(ErrorRecords.PlanNotRunnable(Plan, $"Plan '{Plan.Name}' is not for Azure, so it does not say where to look for container groups. Give one with execution.compute: aci, or -SubscriptionId and -ResourceGroup."));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (runId, location) in _runs)
            Remove(OpenStore(location), runId);
        foreach (var azure in _groups)
            RemoveOrphans(azure);
    }

    private void Remove(IResultStore store, string runId)
    {
        if (!ShouldProcess($"run {runId} in {store.Location}", Data ? "Delete its workers, and all its results and logs" : "Delete its workers"))
            return;
        Await(async (output, cancellationToken) =>
        {
            var open = await OpenAsync(output, store, runId, cancellationToken).ConfigureAwait(false);
            var controller = open.ControlledBy(output, null);
            var run = await controller.LookOnceAsync(cancellationToken).ConfigureAwait(false);
            if (MayStillSave(run, controller.Observer))
            {
                if (!Force)
                {
                    output.WriteError(ErrorRecords.RunGoesOn(run));
                    return;
                }

                await open.TryStopAsync("Remove-AzLoadTestRun -Force", cancellationToken).ConfigureAwait(false);
                run = await controller.UntilEndedAsync(SaveBound, cancellationToken).ConfigureAwait(false);
            }

            var cleanup = new RunCleanup(open.Store, open.Plan, controller.Observer, open.Compute!, TimeProvider.System) { Warn = output.WriteWarning };
            var left = await cleanup.RemoveAllAsync(run, cancellationToken).ConfigureAwait(false);
            if (left.Count > 0)
                output.WriteError(ErrorRecords.WorkersLeft(run, left));
            else if (Data)
                await open.Store.DeleteAllAsync(cancellationToken).ConfigureAwait(false);
        });
    }

    // One that was called off before its start has measured nothing.
    private static bool MayStillSave(LoadTestRun run, RunObserver observer) =>
        run.State is RunState.Running && (observer.Stop is null || observer.Start is not null);

    private void RemoveOrphans(LoadTestAzureSettings azure)
    {
        var expired = Guard(() => Backends.ExpiredIn(azure, SignIn, Notice));
        IReadOnlyList<LoadTestExpiredWorker> found = [];
        Await(async (_, cancellationToken) => found = await expired.FindAsync(cancellationToken).ConfigureAwait(false));
        var chosen = found.Where(worker => ShouldProcess($"container group {worker.Name} in {worker.Region}, expired {worker.ExpiredAt:u}", "Delete")).ToList();
        if (chosen.Count > 0)
            Await((output, cancellationToken) => DeleteAsync(expired, chosen, output, cancellationToken));
    }

    private static Task DeleteAsync(IExpiredWorkers expired, IReadOnlyList<LoadTestExpiredWorker> chosen, PipelineOutput output, CancellationToken cancellationToken)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = RunCleanup.Parallel, CancellationToken = cancellationToken };
        return Parallel.ForEachAsync(chosen, options, async (worker, token) =>
        {
            try
            {
                await expired.DeleteAsync(worker, token).ConfigureAwait(false);
                output.WriteObject(worker);
            }
            catch (ComputeException e)
            {
                output.WriteError(ErrorRecords.Compute(e, worker));
            }
        });
    }
}
