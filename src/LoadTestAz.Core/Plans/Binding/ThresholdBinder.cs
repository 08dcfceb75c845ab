using System.Text.RegularExpressions;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Plans.Binding;

/// <summary>
/// Binds <c>test.thresholds</c>: by metric an expression, a list of them, or mappings of <c>threshold</c>,
/// <c>abortOnFail</c> and <c>delayAbortEval</c>, as in a k6 script.
/// </summary>
internal static partial class ThresholdBinder
{
    /// <summary>The thresholds, in the order of the file.</summary>
    /// <param name="test">The section <c>test</c>.</param>
    /// <param name="measured">The metrics that there will be; null when a script may define others.</param>
    public static IReadOnlyList<LoadTestThresholdRule> Bind(PlanSection test, IReadOnlyList<Metric>? measured)
    {
        var rules = new List<LoadTestThresholdRule>();
        foreach (var (metric, value) in test.Entries("thresholds"))
        {
            var key = value with { Node = value.Key ?? value.Node };
            if (!MetricSelector.TryParse(metric, out var selector, out var error))
            {
                key.Mistake($"{key.Shown} names no metric: {error}");
                continue;
            }

            var known = BuiltInMetrics.Find(selector.Metric);
            if (measured is not null && (known is null || !measured.Contains(known)))
                key.Warn($"no metric '{selector.Metric}' will be measured, so the threshold can't be judged", known is null ? Spelling.Nearest(selector.Metric, measured.Select(m => m.Name)) : null);
            rules.AddRange(value.Items().Select(item => Rule(item, selector, known)).OfType<LoadTestThresholdRule>());
        }

        return rules;
    }

    private static LoadTestThresholdRule? Rule(PlanValue value, MetricSelector selector, Metric? known)
    {
        var (expression, abort, delay) = ((PlanValue?)value, false, TimeSpan.Zero);
        if (value.Node is PlanMapping)
        {
            var section = PlanSection.Of(value, PlanSchema.Threshold);
            expression = section.Value("threshold");
            abort = section.Value("abortOnFail")?.Boolean() ?? false;
            delay = section.Value("delayAbortEval")?.Duration(TimeSpan.Zero, PlanLimits.MaxDuration) ?? TimeSpan.Zero;
            if (section.Find("threshold") is null)
                value.Mistake("the key 'threshold' is missing; write for example {threshold: \"p(95)<500\", abortOnFail: true}");
        }

        if (expression?.Text("an expression such as p(95)<500, or a list of them") is not { } text)
            return null;
        if (!ThresholdExpression.TryParse(text, out var parsed, out var error))
            expression.Value.Mistake($"{expression.Value.Shown} is no threshold: {error}", Meant(text));
        else if (known is not null && !parsed.Fits(known.Type))
            expression.Value.Mistake($"{expression.Value.Shown} does not fit: {known.Name} is a {PlanValue.Word(known.Type)}, which has {string.Join(", ", ThresholdExpression.AggregationsOf(known.Type))}");
        else
            return new LoadTestThresholdRule(selector.ToString(), parsed.Source, abort, delay);
        return null;
    }

    // Everybody but k6 writes p95.
    private static string? Meant(string text) => Parenthesize(text) is { } better && ThresholdExpression.TryParse(better, out _, out _) ? better : null;

    /// <summary>With parentheses around the number of a percentile; null when there is nothing to better.</summary>
    internal static string? Parenthesize(string text) => BarePercentile().Replace(text, "p($1)") is var better && better != text ? better : null;

    [GeneratedRegex(@"\A\s*[pP]([0-9]+(?:\.[0-9]+)?)", RegexOptions.CultureInvariant)]
    private static partial Regex BarePercentile();
}
