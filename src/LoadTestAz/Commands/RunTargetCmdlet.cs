using System.Management.Automation;
using LoadTestAz.Completion;
using LoadTestAz.Hosting;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>Base of the cmdlets that take workers, or a run id and a store, and do one thing to each of their runs.</summary>
public abstract class RunTargetCmdlet : RunCmdlet
{
    private protected const string ByWorker = "Worker";
    private protected const string ByRunId = "RunId";

    private readonly List<(string RunId, string? Location)> _runs = [];

    /// <summary>Workers from Start-AzLoadTestWorker; their runs are meant, each once.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByWorker)]
    public LoadTestWorker Worker { get; set; } = null!;

    /// <summary>The run that is meant.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByRunId)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string RunId { get; set; } = null!;

    /// <summary>The store that holds the run: a folder, or the https URL of a blob container.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true, ParameterSetName = ByRunId)]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <inheritdoc/>
    /// <remarks>A run of workers that were just started is there, whatever its store says at this moment.</remarks>
    private protected override TimeSpan OpenPatience => ParameterSetName == ByWorker ? TimeSpan.FromMinutes(1) : TimeSpan.Zero;

    /// <summary>Does what the cmdlet is for.</summary>
    private protected abstract void ProcessRun(IResultStore store, string runId);

    /// <inheritdoc/>
    protected sealed override void ProcessRecord()
    {
        var run = ParameterSetName == ByWorker ? (Worker.RunId, Worker.Location) : (RunId, Store);
        if (!_runs.Contains(run))
            _runs.Add(run);
    }

    /// <inheritdoc/>
    protected sealed override void EndProcessing()
    {
        foreach (var (runId, location) in _runs)
            ProcessRun(OpenStore(location), runId);
    }
}
