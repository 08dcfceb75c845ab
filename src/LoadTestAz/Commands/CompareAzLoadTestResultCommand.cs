using System.Collections;
using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Binding;
using LoadTestAz.Comparing;
using LoadTestAz.Completion;
using LoadTestAz.Errors;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Ports;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Commands;

/// <summary><c>Compare-AzLoadTestResult</c>: a result beside one or more baselines, figure by figure.</summary>
[Cmdlet(VerbsData.Compare, "AzLoadTestResult", DefaultParameterSetName = ByResult)]
[OutputType(typeof(LoadTestComparison))]
public sealed class CompareAzLoadTestResultCommand : RunCmdlet
{
    private const string ByResult = "Result";
    private const string ByPath = "Path";
    private const string ByRunId = "RunId";

    private readonly List<LoadTestResult> _current = [];

    /// <summary>The results to compare with.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = ByResult)]
    [ValidateNotNullOrEmpty]
    public LoadTestResult[] Baseline { get; set; } = null!;

    /// <summary>Files and folders to compare with; each that a wildcard stands for is a baseline of its own.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByPath)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[] BaselinePath { get; set; } = null!;

    /// <summary>The runs to compare with.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ByRunId)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string[] BaselineRunId { get; set; } = null!;

    /// <summary>The store that holds these runs: a folder, or the https URL of a blob container.</summary>
    [Parameter(ParameterSetName = ByRunId)]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <summary>Results from Merge-AzLoadTestResult.</summary>
    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public LoadTestResult InputObject { get; set; } = null!;

    /// <summary>The share of the baseline by which a figure may differ: 0.1 is 10 %; or a table of shares by metric.</summary>
    [Parameter]
    [ToleranceTransformation]
    [ValidateNotNull]
    public IDictionary Tolerance { get; set; } = new Hashtable();

    /// <inheritdoc/>
    protected override void ProcessRecord() => _current.Add(InputObject);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var baselines = ParameterSetName switch
        {
            ByPath => BaselinePath.SelectMany(ResolveFiles).SelectMany(OfFiles).ToList(),
            ByRunId => OfRuns(OpenStore(Store), BaselineRunId),
            _ => [.. Baseline],
        };
        if (baselines.Count == 0)
            return;
        var comparer = new ResultComparer(baselines, ToleranceFor([.. _current, .. baselines]));
        foreach (var row in _current.SelectMany(comparer.Compare))
            WriteObject(row);
    }

    private ComparisonTolerance ToleranceFor(IEnumerable<LoadTestResult> results)
    {
        try
        {
            return ComparisonTolerance.Parse(Tables.ToTexts(Tolerance)!, results.SelectMany(r => r.Metrics).ToList());
        }
        catch (FormatException e)
        {
            ThrowTerminatingError(ErrorRecords.ToleranceInvalid(e));
            throw;
        }
    }

    private List<LoadTestResult> OfFiles(string path)
    {
        var results = new List<LoadTestResult>();
        IReadOnlyList<string> runs = [];
        Await(async (output, cancellationToken) =>
        {
            var inputs = new[] { new MergeInput(path, IsNamed: true) };
            var outcome = await new FileMerge(new FileMergeOptions(), TimeProvider.System).MergeAsync(inputs, cancellationToken).ConfigureAwait(false);
            runs = outcome.Runs;
            foreach (var problem in outcome.Problems)
                output.WriteError(ErrorRecords.Input(problem));
            if (outcome.Result is { } result)
                results.Add(result);
            else if (runs.Count == 0)
                output.WriteError(ErrorRecords.NothingToMerge(inputs));
        });
        return [.. results, .. runs.SelectMany(folder => OfRuns(new FolderResultStore(System.IO.Path.GetDirectoryName(folder)!), [System.IO.Path.GetFileName(folder)]))];
    }

    private List<LoadTestResult> OfRuns(IResultStore store, string[] runIds)
    {
        var results = new List<LoadTestResult>();
        foreach (var runId in runIds)
        {
            Await(async (output, cancellationToken) =>
            {
                var open = await OpenAsync(output, store, runId, cancellationToken).ConfigureAwait(false);
                var (run, result) = await RunMerge.MergeAsync(open, [], output, cancellationToken).ConfigureAwait(false);
                if (result is null)
                    output.WriteError(ErrorRecords.NothingToMerge(run));
                else
                    results.Add(result);
            });
        }

        return results;
    }
}
