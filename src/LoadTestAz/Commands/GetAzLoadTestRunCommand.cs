using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Completion;
using LoadTestAz.Hosting;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary><c>Get-AzLoadTestRun</c>: the runs of a store as they stand, newest first.</summary>
[Cmdlet(VerbsCommon.Get, "AzLoadTestRun")]
[OutputType(typeof(LoadTestRun))]
public sealed class GetAzLoadTestRunCommand : RunCmdlet
{
    private readonly List<(string? Store, string Id)> _asked = [];

    /// <summary>The runs that are meant; wildcards are allowed. Without it, all.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RunIdCompleter))]
    public string[]? RunId { get; set; }

    /// <summary>The store that holds the runs: a folder, or the https URL of a blob container.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        _asked.AddRange((RunId ?? ["*"]).Select(id => (Store, id)));
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var asked in _asked.GroupBy(a => a.Store, a => a.Id))
        {
            var store = OpenStore(asked.Key);
            Await((output, cancellationToken) => WriteAsync(store, [.. asked.Distinct(StringComparer.Ordinal)], output, cancellationToken));
        }
    }

    private static async Task WriteAsync(IResultStore store, string[] asked, PipelineOutput output, CancellationToken cancellationToken)
    {
        var catalog = new RunCatalog(store, TimeProvider.System) { Warn = output.WriteWarning };
        foreach (var id in asked.Where(id => !WildcardPattern.ContainsWildcardCharacters(id)))
        {
            if (await catalog.FindAsync(id, cancellationToken).ConfigureAwait(false) is { } run)
                Write(run);
            else
                output.WriteError(Errors.ErrorRecords.RunNotFound(new RunNotFoundException(id, store.Location)));
        }

        var patterns = asked.Where(WildcardPattern.ContainsWildcardCharacters).Select(p => new WildcardPattern(p, WildcardOptions.IgnoreCase)).ToList();
        if (patterns.Count == 0)
            return;
        await foreach (var run in catalog.ListAsync(id => patterns.Exists(p => p.IsMatch(id)), cancellationToken).ConfigureAwait(false))
            Write(run);

        void Write(LoadTestRun run)
        {
            KnownRuns.Note(store.Location, run.RunId);
            output.WriteObject(run);
        }
    }
}
