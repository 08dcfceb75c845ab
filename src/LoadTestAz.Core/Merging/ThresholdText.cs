using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Merging;

/// <summary>A threshold as one text: the metric or submetric, a colon, k6's expression; as in <c>http_req_duration{scenario:x}: p(95)&lt;500</c>.</summary>
public static class ThresholdText
{
    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static LoadTestThresholdRule Parse(string text)
    {
        // Tags have colons of their own, but never stand at the end.
        var colon = text.LastIndexOf(':');
        if (colon < 0)
            throw new FormatException($"'{text}' is no threshold: write the metric, a colon and the expression, as in 'http_req_duration: p(95)<500'.");
        if (!MetricSelector.TryParse(text[..colon], out var selector, out var wrongMetric))
            throw new FormatException($"'{text}' is no threshold: {wrongMetric}.");
        if (!ThresholdExpression.TryParse(text[(colon + 1)..], out var expression, out var wrongExpression))
            throw new FormatException($"'{text}' is no threshold: {wrongExpression}.");
        if (BuiltInMetrics.Find(selector.Metric) is { } known && !expression.Fits(known.Type))
            throw new FormatException($"'{text}' does not fit: {known.Name} is a {known.Type}, which has {string.Join(", ", ThresholdExpression.AggregationsOf(known.Type))}.");
        return new LoadTestThresholdRule(selector.ToString(), expression.Source);
    }

    /// <summary>Adds thresholds to others, of which those for the same metrics go.</summary>
    public static IReadOnlyList<LoadTestThresholdRule> Override(IReadOnlyList<LoadTestThresholdRule> rules, IReadOnlyList<LoadTestThresholdRule> given)
    {
        var replaced = given.Select(g => g.Metric).ToHashSet(StringComparer.Ordinal);
        return [.. given, .. rules.Where(r => !replaced.Contains(MetricSelector.Parse(r.Metric).ToString()))];
    }
}
