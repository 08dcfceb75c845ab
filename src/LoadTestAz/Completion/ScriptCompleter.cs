using System.Collections;

namespace LoadTestAz.Completion;

/// <summary>What k6 takes as a script, and folders on the way to it.</summary>
internal sealed class ScriptCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
        PathCompletion.Of(word, name => Path.GetExtension(name).ToUpperInvariant() is ".JS" or ".MJS" or ".CJS" or ".TS");
}
