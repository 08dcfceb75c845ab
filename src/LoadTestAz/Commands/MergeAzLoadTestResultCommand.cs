using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Binding;
using LoadTestAz.Completion;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Commands;

/// <summary><c>Merge-AzLoadTestResult</c>: merges what the workers of a test measured into one result, from a run or from files of k6.</summary>
[Cmdlet(VerbsData.Merge, "AzLoadTestResult", DefaultParameterSetName = ByPath)]
[OutputType(typeof(LoadTestResult))]
public sealed class MergeAzLoadTestResultCommand : RunCmdlet
{
    private const string ByRun = "Run";
    private const string ByPath = "Path";
    private const string ByLiteralPath = "LiteralPath";
    private const string ByRunId = "RunId";

    private readonly List<(string RunId, string? Location)> _runs = [];
    private readonly List<MergeInput> _inputs = [];
    private IReadOnlyList<LoadTestThresholdRule> _thresholds = [];

    /// <summary>Runs from Wait-AzLoadTestRun.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByRun)]
    public LoadTestRun Run { get; set; } = null!;

    /// <summary>Files and folders; wildcards are resolved.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = null!;

    /// <summary>Files and folders, by their names as they are.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByLiteralPath)]
    [Alias("PSPath", "FullName")]
    [ValidateNotNullOrEmpty]
    public string[] LiteralPath { get; set; } = null!;

    /// <summary>The run to merge.</summary>
    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = ByRunId)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string RunId { get; set; } = null!;

    /// <summary>The store that holds the run: a folder, or the https URL of a blob container.</summary>
    [Parameter(ParameterSetName = ByRunId)]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <summary>Thresholds to judge the merged figures by, beside those of the plan or the files.</summary>
    [Parameter]
    [ThresholdTransformation]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ThresholdTextCompleter))]
    public string[]? Threshold { get; set; }

    /// <summary>Exact percentiles for any number of samples; the files are read twice for it.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [Parameter(ParameterSetName = ByLiteralPath)]
    public SwitchParameter Exact { get; set; }

    /// <summary>What the result is called; without it, the folder that holds the files.</summary>
    [Parameter(ParameterSetName = ByPath)]
    [Parameter(ParameterSetName = ByLiteralPath)]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        try
        {
            _thresholds = (Threshold ?? []).Select(ThresholdText.Parse).ToList();
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorRecords.ThresholdInvalid(e));
        }
    }

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
            case ByPath:
                _inputs.AddRange(Path.SelectMany(p => Resolve(p, WildcardPattern.ContainsWildcardCharacters(p))));
                break;
            default:
                _inputs.AddRange(LiteralPath.SelectMany(p => Resolve(WildcardPattern.Escape(p), hasWildcards: false)));
                break;
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var (runId, location) in _runs)
            Merge(OpenStore(location), runId);
        if (_inputs.Count > 0)
            MergeFiles();
    }

    private void MergeFiles()
    {
        IReadOnlyList<string> runs = [];
        Await(async (output, cancellationToken) =>
        {
            var options = new FileMergeOptions { Name = Name, Thresholds = _thresholds, Exact = Exact, Report = new FileMergeDisplay(output).Show };
            var outcome = await new FileMerge(options, TimeProvider.System).MergeAsync(_inputs, cancellationToken).ConfigureAwait(false);
            runs = outcome.Runs;
            foreach (var path in outcome.Ignored)
                output.WriteVerbose($"'{path}' is nothing that k6 writes; it is not looked at.");
            foreach (var problem in outcome.Problems)
                output.WriteError(ErrorRecords.Input(problem));
            if (outcome.Result is { } result)
                Write(output, result);
            else if (runs.Count == 0)
                output.WriteError(ErrorRecords.NothingToMerge(_inputs));
        });

        // Runs that nothing else was given with are tests of their own.
        foreach (var folder in runs)
            Merge(new FolderResultStore(System.IO.Path.GetDirectoryName(folder)!), System.IO.Path.GetFileName(folder));
    }

    private void Merge(IResultStore store, string runId) => Await(async (output, cancellationToken) =>
    {
        var open = await OpenAsync(output, store, runId, cancellationToken).ConfigureAwait(false);
        var (run, merged) = await RunMerge.MergeAsync(open, _thresholds, output, cancellationToken).ConfigureAwait(false);
        if (merged is not { } result)
        {
            output.WriteError(ErrorRecords.NothingToMerge(run));
            return;
        }

        // What is saved is judged by the run's own plan.
        if (run.State is not RunState.Running && _thresholds.Count == 0)
            await open.Store.WriteFinalSummaryAsync(ResultJson.Serialize(result), cancellationToken).ConfigureAwait(false);
        Write(output, result);
    });

    private static void Write(PipelineOutput output, LoadTestResult result)
    {
        foreach (var warning in result.Warnings)
            output.WriteWarning(warning);
        output.WriteObject(result);
    }

    // What is listed or matched by a wildcard may be anything; a path that is written out is meant.
    private IEnumerable<MergeInput> Resolve(string path, bool hasWildcards) =>
        ResolveFiles(path).Select(p => new MergeInput(p, IsNamed: !hasWildcards && !MyInvocation.ExpectingInput));
}
