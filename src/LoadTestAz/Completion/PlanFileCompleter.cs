using System.Collections;

namespace LoadTestAz.Completion;

/// <summary>Plan files, and folders on the way to them.</summary>
internal sealed class PlanFileCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
        PathCompletion.Of(word, name => Path.GetExtension(name).ToUpperInvariant() is ".YAML" or ".YML");
}
