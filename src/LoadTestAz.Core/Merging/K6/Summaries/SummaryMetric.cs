using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>A metric or submetric as a summary has it. What the summary does not say, or says as null, is null.</summary>
internal sealed record SummaryMetric
{
    /// <summary>Which samples it is of.</summary>
    public required MetricSelector Selector { get; init; }

    /// <summary>Its kind.</summary>
    public required MetricType Type { get; init; }

    /// <summary>Its unit.</summary>
    public required MetricContents Contains { get; init; }

    /// <summary>Of a Counter its total, of a Trend or Rate its number of samples.</summary>
    public double? Count { get; init; }

    /// <summary>Of a Rate, the samples that were not zero.</summary>
    public long? Passes { get; init; }

    /// <summary>Of a Gauge, the last value.</summary>
    public double? Value { get; init; }

    /// <summary>Of a Trend or Gauge, the smallest.</summary>
    public double? Min { get; init; }

    /// <summary>Of a Trend or Gauge, the largest.</summary>
    public double? Max { get; init; }

    /// <summary>Of a Trend, the mean.</summary>
    public double? Avg { get; init; }

    /// <summary>Of a Trend, its percentiles (0 to 100) in ascending order; the median is one of them.</summary>
    public IReadOnlyList<KeyValuePair<double, double>> Percentiles { get; init; } = [];

    /// <summary>Its thresholds.</summary>
    public IReadOnlyList<SummaryThreshold> Thresholds { get; init; } = [];

    /// <summary>The metric itself, for a submetric as well.</summary>
    public Metric Metric => new(Selector.Metric, Type, Contains);

    /// <summary>Every figure that it has, one after another.</summary>
    public IEnumerable<double> Figures =>
        new[] { Count, Passes, Value, Min, Max, Avg }.OfType<double>().Concat(Percentiles.Select(p => p.Value));
}
