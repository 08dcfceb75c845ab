using System.Collections;

namespace LoadTestAz.Completion;

/// <summary>Thresholds as one text: <c>http_req_d</c> becomes <c>'http_req_duration: p(95)&lt;500'</c>.</summary>
internal sealed class ThresholdTextCompleter : Completer
{
    private protected override IEnumerable<Suggestion> Suggest(TypedWord word, IDictionary bound) =>
        MetricRules.Metrics.Select(m => new Suggestion($"{m.Name}: {MetricRules.Good(m)}", MetricRules.Tip(m)));
}
