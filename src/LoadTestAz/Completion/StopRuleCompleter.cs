using System.Collections;

namespace LoadTestAz.Completion;

/// <summary>Tables of one rule of -StopWhen, by metric.</summary>
internal sealed class StopRuleCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
        MetricRules.Metrics.Select(m => new Suggestion(m.Name, MetricRules.Tip(m)) { Text = $"@{{ {m.Name} = '{MetricRules.Bad(m)}' }}" });
}
