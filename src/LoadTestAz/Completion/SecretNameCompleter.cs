using System.Collections;

namespace LoadTestAz.Completion;

/// <summary>Names of the environment variables of this session; their values are shown nowhere.</summary>
internal sealed class SecretNameCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
        Environment.GetEnvironmentVariables().Keys.Cast<string>().Order(StringComparer.OrdinalIgnoreCase).Select(name => new Suggestion(name, $"environment variable {name}"));
}
