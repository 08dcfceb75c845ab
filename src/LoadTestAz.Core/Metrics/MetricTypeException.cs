namespace LoadTestAz.Metrics;

/// <summary>Two metrics of one name are of different kinds, so that their samples cannot be put together.</summary>
public sealed class MetricTypeException(string metric, MetricType known, MetricType other)
    : Exception($"The metric '{metric}' is a {known} here and a {other} there; metrics of one name must be of one type to be merged. Rename one of them.")
{
    /// <summary>The name that both bear.</summary>
    public string Metric { get; } = metric;

    /// <summary>The type that was there first.</summary>
    public MetricType Known { get; } = known;

    /// <summary>The type that came later.</summary>
    public MetricType Other { get; } = other;
}
