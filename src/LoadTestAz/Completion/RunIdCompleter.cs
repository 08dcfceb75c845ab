using System.Collections;
using System.Globalization;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Completion;

/// <summary>
/// Ids of the runs in the store that -Store names, newest first. A folder is looked into; of a blob container only those are
/// known that this process has dealt with, since looking there would mean to sign in.
/// </summary>
internal sealed class RunIdCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound)
    {
        var location = bound["Store"]?.ToString() ?? Stores.Unnamed;
        if (Stores.IsAddress(location))
            return KnownRuns.In(location).Select(id => new Suggestion(id, $"a run of this session in {location}"));
        return OfFolder(SessionPath.Resolve(location), word)
            .OrderByDescending(run => run.CreatedAt).ThenBy(run => run.RunId, StringComparer.Ordinal)
            .Select(run => new Suggestion(run.RunId, string.Create(CultureInfo.InvariantCulture, $"created {run.CreatedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC on {run.CreatedOn}")));
    }

    private static IReadOnlyList<RunDocument> OfFolder(string folder, TypedWord word) => Bounded.List<RunDocument>(add =>
    {
        using var bound = new CancellationTokenSource(Patience);
        ReadAsync(new FolderResultStore(folder), word, add, bound.Token).GetAwaiter().GetResult();
    });

    private static async Task ReadAsync(FolderResultStore store, TypedWord word, Action<RunDocument> add, CancellationToken cancellationToken)
    {
        foreach (var id in (await store.ListFoldersAsync(cancellationToken).ConfigureAwait(false)).Where(word.Matches))
        {
            try
            {
                if (RunIds.IsValid(id) && await new RunStore(store, id).ReadRunAsync(cancellationToken).ConfigureAwait(false) is { } run)
                    add(run with { RunId = id });
            }
            catch (Exception e) when (e is FormatException or Ports.StoreException)
            {
                // Damaged: the others are still worth something.
            }
        }
    }
}
