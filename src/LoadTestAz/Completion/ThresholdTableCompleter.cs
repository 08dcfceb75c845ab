using System.Collections;

namespace LoadTestAz.Completion;

/// <summary>Tables of one threshold, by metric: <c>http_req_d</c> becomes <c>@{ http_req_duration = 'p(95)&lt;500' }</c>.</summary>
internal sealed class ThresholdTableCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
        MetricRules.Metrics.Select(m => new Suggestion(m.Name, MetricRules.Tip(m)) { Text = $"@{{ {m.Name} = '{MetricRules.Good(m)}' }}" });
}
