using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Merging.Figures;

/// <summary>Judges thresholds on merged figures.</summary>
internal sealed class ThresholdJudge(MergedData data, IEnumerable<LoadTestMetric> metrics)
{
    private readonly Dictionary<string, LoadTestMetric> _metrics = metrics.ToDictionary(m => m.Name, StringComparer.Ordinal);

    /// <summary>Judges one.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public LoadTestThreshold Judge(LoadTestThresholdRule rule)
    {
        var expression = ThresholdExpression.TryParse(rule.Expression, out var parsed, out var error)
            ? parsed
            : throw new FormatException($"The threshold '{rule.Metric}: {rule.Expression}' is none: {error}.");
        var selector = MetricSelector.Parse(rule.Metric);
        var metric = _metrics.GetValueOrDefault(selector.ToString());
        if ((metric?.Type ?? BuiltInMetrics.Find(selector.Metric)?.Type) is { } kind && !expression.Fits(kind))
            return new(rule.Metric, rule.Expression, null, Passed: false);

        // As k6 does at the end of a test: no samples count as zero, and where there is no figure at all nothing is judged.
        if (metric is null || IsEmpty(metric, selector))
            return new(rule.Metric, rule.Expression, null, metric is { Type: MetricType.Rate } || expression.Holds(0));
        var (actual, bounds) = FigureOf(metric, expression);
        var threshold = new LoadTestThreshold(rule.Metric, rule.Expression, actual, actual is null || expression.Holds(actual.Value)) { Bounds = bounds };
        if (bounds is null || Decide(expression, bounds) is not { } decided)
            return bounds is null ? threshold : threshold with { Passed = HoldsForEach(selector, expression), IsDecided = false };
        return threshold with { Passed = decided };
    }

    private bool IsEmpty(LoadTestMetric metric, MetricSelector selector) => metric.Type switch
    {
        MetricType.Trend or MetricType.Rate => metric.Count == 0,
        MetricType.Gauge => metric is { Value: null, ValueBounds: null },
        _ => metric.Count is 0 && data.Samples.Find(selector) is null or { Accumulator.IsEmpty: true },
    };

    private static (double? Actual, LoadTestBounds? Bounds) FigureOf(LoadTestMetric metric, ThresholdExpression expression)
    {
        switch (expression.Aggregation)
        {
            case "count":
                return (metric.Count, null);
            case "rate":
                return (metric.Type is MetricType.Rate ? metric.Rate : metric.RatePerSecond, null);
            case "value":
                return (metric.Value, metric.ValueBounds);
            case "avg":
                return (metric.Avg, metric.AvgBounds);
            default:
                var figure = metric.GetBounds(expression.Aggregation switch { "min" => 0, "max" => 100, "med" => 50, _ => expression.Percentile!.Value });
                return (figure?.Value, figure is { Method: FigureMethod.Estimate } ? new(figure.LowerBound, figure.UpperBound) : null);
        }
    }

    // Null when it holds for some figures between the bounds, but not for others.
    private static bool? Decide(ThresholdExpression expression, LoadTestBounds bounds)
    {
        var (low, high) = (expression.Holds(bounds.LowerBound), expression.Holds(bounds.UpperBound));
        if (expression.Operator is "<" or "<=" or ">" or ">=")
            return low == high ? low : null;
        var within = expression.Limit >= bounds.LowerBound && expression.Limit <= bounds.UpperBound;
        return within ? null : low;
    }

    // What holds for each worker alone holds for all together, but for the interpolation between a few samples.
    private bool HoldsForEach(MetricSelector selector, ThresholdExpression expression)
    {
        var verdicts = data.Summaries.Select(s => s.Summary.Find(selector)).OfType<K6.Summaries.SummaryMetric>()
            .Select(m => m.Thresholds.FirstOrDefault(t => ThresholdExpression.TryParse(t.Expression, out var parsed, out _) && Same(parsed, expression))?.Holds);
        return verdicts.All(v => v == true)
            && (data.Samples.Find(selector)?.Accumulator is not { IsEmpty: false } sampled || sampled.Figure(expression, data.Duration) is not { } figure || expression.Holds(figure));
    }

    private static bool Same(ThresholdExpression a, ThresholdExpression b) =>
        (a.Aggregation, a.Percentile, a.Operator, a.Limit) == (b.Aggregation, b.Percentile, b.Operator, b.Limit);
}
