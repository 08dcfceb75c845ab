namespace LoadTestAz.Metrics;

/// <summary>k6's words for kinds and units, as they stand in its files.</summary>
public static class MetricNames
{
    /// <summary><c>counter</c>, <c>gauge</c>, <c>rate</c> or <c>trend</c>.</summary>
    public static string Of(MetricType type) => type switch
    {
        MetricType.Counter => "counter",
        MetricType.Gauge => "gauge",
        MetricType.Rate => "rate",
        MetricType.Trend => "trend",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such kind of metric."),
    };

    /// <summary><c>default</c>, <c>time</c> or <c>data</c>.</summary>
    public static string Of(MetricContents contents) => contents switch
    {
        MetricContents.Default => "default",
        MetricContents.Time => "time",
        MetricContents.Data => "data",
        _ => throw new ArgumentOutOfRangeException(nameof(contents), contents, "There is no such unit."),
    };

    /// <summary>The kind that k6 calls so; null for another word.</summary>
    public static MetricType? FindType(string word) => word switch
    {
        "counter" => MetricType.Counter,
        "gauge" => MetricType.Gauge,
        "rate" => MetricType.Rate,
        "trend" => MetricType.Trend,
        _ => null,
    };

    /// <summary>The unit that k6 calls so; null for another word.</summary>
    public static MetricContents? FindContents(string word) => word switch
    {
        "default" => MetricContents.Default,
        "time" => MetricContents.Time,
        "data" => MetricContents.Data,
        _ => null,
    };
}
