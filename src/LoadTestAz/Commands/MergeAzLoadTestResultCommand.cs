using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
using LoadTestAz.Merging;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Commands;

/// <summary><c>Merge-AzLoadTestResult</c>: merges what a run's workers saved into one result.</summary>
[Cmdlet(VerbsData.Merge, "AzLoadTestResult", DefaultParameterSetName = ByPath)]
[OutputType(typeof(LoadTestResult))]
public sealed class MergeAzLoadTestResultCommand : RunCmdlet
{
    private const string ByRun = "Run";
    private const string ByPath = "Path";
    private const string ByRunId = "RunId";

    private readonly List<(string RunId, string? Location)> _runs = [];
    private readonly List<string> _folders = [];

    /// <summary>Runs from Wait-AzLoadTestRun.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByRun)]
    public LoadTestRun Run { get; set; } = null!;

    /// <summary>Folders of runs; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [Alias("FullName")]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = null!;

    /// <summary>The run to merge.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByRunId)]
    [ValidateNotNullOrEmpty]
    public string RunId { get; set; } = null!;

    /// <summary>The store that holds the run: a folder, or the https URL of a blob container.</summary>
    [Parameter(ParameterSetName = ByRunId)]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        switch (ParameterSetName)
        {
            case ByRun:
                _runs.Add((Run.RunId, Run.Location));
                break;
            case ByRunId:
                _runs.Add((RunId, Store));
                break;
            default:
                _folders.AddRange(Path.SelectMany(Resolve));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (runId, location) in _runs)
            Merge(OpenStore(location), runId);
        foreach (var folder in _folders)
        {
            if (!File.Exists(System.IO.Path.Combine(folder, "run.json")))
                WriteError(ErrorRecords.NoRunFolder(folder));
            else
                Merge(new FolderResultStore(System.IO.Path.GetDirectoryName(folder)!), System.IO.Path.GetFileName(folder));
        }
    }

    private void Merge(IResultStore store, string runId) => Await(async (output, cancellationToken) =>
    {
        var open = await OpenAsync(output, store, runId, cancellationToken).ConfigureAwait(false);
        var controller = open.ControlledBy(output, report: null);
        var run = await controller.LookOnceAsync(cancellationToken).ConfigureAwait(false);
        if (run.State is RunState.Running)
            output.WriteWarning($"Run '{runId}' still goes on: this result is of what its workers have saved so far.");
        if (await new ResultMerger(open.Store, open.Plan).MergeAsync(run, controller.Observer, cancellationToken).ConfigureAwait(false) is not { } result)
        {
            output.WriteError(ErrorRecords.NothingToMerge(run));
            return;
        }

        foreach (var warning in result.Warnings)
            output.WriteWarning(warning);
        if (run.State is not RunState.Running)
            await open.Store.WriteFinalSummaryAsync(ResultJson.Serialize(result), cancellationToken).ConfigureAwait(false);
        output.WriteObject(result);
    });

    private IEnumerable<string> Resolve(string path) =>
        GetResolvedProviderPathFromPSPath(path, out _).Select(System.IO.Path.TrimEndingDirectorySeparator);
}
