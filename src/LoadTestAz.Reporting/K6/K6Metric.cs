using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Reporting.K6;

/// <summary>A metric as k6's summary has it.</summary>
/// <param name="Name">The metric's, or the submetric's with its tags.</param>
/// <param name="Type">k6's word for its kind.</param>
/// <param name="Contains">k6's word for its unit.</param>
/// <param name="Values">The figures by k6's names; k6 prints 0 for those of no sample. What nobody knows is null.</param>
/// <param name="Thresholds">Whether each expression holds.</param>
internal sealed record K6Metric(
    string Name,
    string Type,
    string Contains,
    IReadOnlyList<KeyValuePair<string, double?>> Values,
    IReadOnlyDictionary<string, bool> Thresholds)
{
    /// <summary>All metrics of a result, by name: those with samples, and those that only a threshold names.</summary>
    public static IReadOnlyList<K6Metric> AllOf(LoadTestResult result, K6TrendStats stats)
    {
        var judged = result.Thresholds.Select(t => (Metric: result.Metrics[t.Metric] ?? EmptyOf(t, result), Threshold: t)).ToList();
        var thresholds = judged.ToLookup(j => j.Metric.Name, j => j.Threshold);
        return
        [
            .. result.Metrics.Concat(judged.Select(j => j.Metric)).DistinctBy(m => m.Name)
                .OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => Of(m, stats, thresholds[m.Name])),
        ];
    }

    private static K6Metric Of(LoadTestMetric metric, K6TrendStats stats, IEnumerable<LoadTestThreshold> thresholds)
    {
        var judged = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var threshold in thresholds)
            judged[threshold.Expression] = threshold.Passed;
        return new K6Metric(metric.Name, MetricNames.Of(metric.Type), MetricNames.Of(metric.Contains), [.. ValuesOf(metric, stats)], judged);
    }

    private static IEnumerable<KeyValuePair<string, double?>> ValuesOf(LoadTestMetric metric, K6TrendStats stats) => metric.Type switch
    {
        MetricType.Counter => [Value("count", metric.Count, metric), Value("rate", metric.RatePerSecond, metric)],
        MetricType.Gauge => [Value("value", metric.Value, metric), Value("min", metric.Min, metric), Value("max", metric.Max, metric)],
        MetricType.Rate => [Value("rate", metric.Rate, metric), Value("passes", metric.Passes, metric), Value("fails", metric.Fails, metric)],
        _ => stats.Names.Zip(stats.Of(metric), (name, value) => Value(name, value, metric)),
    };

    private static KeyValuePair<string, double?> Value(string name, double? value, LoadTestMetric metric) =>
        new(name, value ?? (metric.Method is FigureMethod.Estimate ? null : 0));

    // k6 shows a metric that has a threshold even when it never had a sample. Its kind is then known from the built-in
    // metrics or from its siblings; of a metric of the script's own only the figure asked for tells.
    private static LoadTestMetric EmptyOf(LoadTestThreshold threshold, LoadTestResult result)
    {
        var selector = MetricSelector.TryParse(threshold.Metric, out var parsed, out _) ? parsed : new MetricSelector(threshold.Metric, TagSet.Empty);
        var kin = result.Metrics[selector.Metric];
        var builtIn = BuiltInMetrics.Find(selector.Metric);
        return new LoadTestMetric
        {
            Name = selector.ToString(),
            Type = kin?.Type ?? builtIn?.Type ?? KindThatHas(threshold.Expression),
            Contains = kin?.Contains ?? builtIn?.Contains ?? MetricContents.Default,
            Method = FigureMethod.Exact,
        };
    }

    private static MetricType KindThatHas(string expression) =>
        (ThresholdExpression.TryParse(expression, out var parsed, out _) ? parsed.Aggregation : null) switch
        {
            "count" => MetricType.Counter,
            "rate" => MetricType.Rate,
            "value" => MetricType.Gauge,
            _ => MetricType.Trend,
        };
}
