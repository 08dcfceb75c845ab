using System.Runtime.CompilerServices;
using LoadTestAz.Ports;

namespace LoadTestAz.Runs;

/// <summary>The runs of a store. Nobody but the store is asked, so a run of long ago costs no more than a few reads.</summary>
public sealed class RunCatalog(IResultStore store, TimeProvider clock)
{
    private const int Parallel = 16;

    /// <summary>Takes a line worth a warning: a run that can't be read.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The runs as they stand, newest first.</summary>
    /// <param name="wanted">Which run ids are.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async IAsyncEnumerable<LoadTestRun> ListAsync(Func<string, bool> wanted, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var folders = await store.ListFoldersAsync(cancellationToken).ConfigureAwait(false);
        var documents = new List<RunDocument>();
        foreach (var some in folders.Where(wanted).Chunk(Parallel))
            documents.AddRange((await Task.WhenAll(some.Select(id => ReadAsync(id, run => run.ReadRunAsync(cancellationToken)))).ConfigureAwait(false)).OfType<RunDocument>());

        foreach (var some in documents.OrderByDescending(d => d.CreatedAt).ThenBy(d => d.RunId, StringComparer.Ordinal).Chunk(Parallel))
        {
            foreach (var run in await Task.WhenAll(some.Select(d => ReadAsync(d.RunId, run => DescribeAsync(run, d, cancellationToken)))).ConfigureAwait(false))
            {
                if (run is not null)
                    yield return run;
            }
        }
    }

    /// <summary>A run as it stands; null when there is none of that id.</summary>
    public async Task<LoadTestRun?> FindAsync(string runId, CancellationToken cancellationToken)
    {
        var run = new RunStore(store, runId);
        return await run.ReadRunAsync(cancellationToken).ConfigureAwait(false) is { } document
            ? await DescribeAsync(run, document, cancellationToken).ConfigureAwait(false)
            : null;
    }

    // Null when its plan was never saved: then nothing was ever asked to run.
    private async Task<LoadTestRun?> DescribeAsync(RunStore run, RunDocument document, CancellationToken cancellationToken)
    {
        if (await run.ReadOutcomeAsync(cancellationToken).ConfigureAwait(false) is { } outcome)
            return outcome;
        return await run.ReadPlanAsync(cancellationToken).ConfigureAwait(false) is { } plan
            ? await new RunController(run, plan, document, null, clock) { Warn = Warn }.LookOnceAsync(cancellationToken).ConfigureAwait(false)
            : null;
    }

    // One that is damaged is told, and the others are shown.
    private async Task<T?> ReadAsync<T>(string runId, Func<RunStore, Task<T?>> read)
        where T : class
    {
        try
        {
            return StoreName.IsLegal(runId) ? await read(new RunStore(store, runId)).ConfigureAwait(false) : null;
        }
        catch (Exception e) when (e is FormatException or StoreException { InnerException: System.Text.Json.JsonException })
        {
            Warn?.Invoke($"Run '{runId}' in '{store.Location}' can't be read: {e.Message}");
            return null;
        }
    }
}
