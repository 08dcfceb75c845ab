using System.Collections;
using System.Management.Automation;
using LoadTestAz.Hosting;

namespace LoadTestAz.Completion;

/// <summary>Stores that this session knows of, and folders.</summary>
internal sealed class StoreCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
    [
        .. KnownRuns.Locations.Append(Stores.Unnamed).Where(Stores.IsAddress).Distinct(StringComparer.OrdinalIgnoreCase).Select(l => new Suggestion(l, "a blob container")),
        .. PathCompletion.Of(word, _ => false),
    ];
}
