using System.Text.Json.Serialization;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging;

/// <summary>How a figure came about.</summary>
public enum FigureMethod
{
    /// <summary>From every sample, without loss.</summary>
    Exact,

    /// <summary>Percentiles from a sketch: at most 0.1 % off. Count, sum, minimum and maximum are exact.</summary>
    Sketch,

    /// <summary>
    /// Not determined by the input; the truth lies between the bounds given with it. Of a Trend only the percentiles are:
    /// see <see cref="LoadTestMetric.RelativeError"/>.
    /// </summary>
    Estimate,
}

/// <summary>One metric over all workers. Times are in milliseconds, data in bytes; what a kind of metric does not have is null.</summary>
public sealed record LoadTestMetric
{
    /// <summary>k6's name; of a submetric with its tags, as in <c>http_req_duration{status:200}</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Counter, Gauge, Rate or Trend.</summary>
    public required MetricType Type { get; init; }

    /// <summary>The unit: plain, milliseconds, or bytes.</summary>
    public required MetricContents Contains { get; init; }

    /// <summary>Of a Counter its total, as in k6; of a Trend or Rate its number of samples.</summary>
    public double? Count { get; init; }

    /// <summary>Of a Trend, the sum of its samples.</summary>
    public double? Sum { get; init; }

    /// <summary>Of a Trend or Gauge, the smallest sample.</summary>
    public double? Min { get; init; }

    /// <summary>Of a Trend or Gauge, the largest sample.</summary>
    public double? Max { get; init; }

    /// <summary>Of a Trend, the mean.</summary>
    public double? Avg { get; init; }

    /// <summary>Of a Trend, the median.</summary>
    public double? Med => GetPercentile(50);

    /// <summary>Of a Trend, the 90th percentile.</summary>
    public double? P90 => GetPercentile(90);

    /// <summary>Of a Trend, the 95th percentile.</summary>
    public double? P95 => GetPercentile(95);

    /// <summary>Of a Trend, the 99th percentile.</summary>
    public double? P99 => GetPercentile(99);

    /// <summary>Of a Trend, the 99.9th percentile.</summary>
    public double? P999 => GetPercentile(99.9);

    /// <summary>Of a Rate, the share of non-zero samples, 0 to 1.</summary>
    public double? Rate { get; init; }

    /// <summary>Of a Counter, its total per second of the result's duration.</summary>
    public double? RatePerSecond { get; init; }

    /// <summary>Of a Rate, the non-zero samples; in <c>http_req_failed</c> these are the failed requests.</summary>
    public long? Passes { get; init; }

    /// <summary>Of a Rate, the zero samples.</summary>
    public long? Fails { get; init; }

    /// <summary>Of a Gauge, the last value by time.</summary>
    public double? Value { get; init; }

    /// <summary>How the least exact of these figures came about.</summary>
    public required FigureMethod Method { get; init; }

    /// <summary>
    /// Of a Trend, the bound of the relative error of its percentiles, such as 0.00098 for 0.1 %; 0.0226 says that the
    /// true one is at most 2.26 % away. Count, smallest and largest are exact nevertheless.
    /// </summary>
    public double? RelativeError { get; init; }

    [JsonIgnore]
    internal LatencySketch? Sketch { get; init; }

    /// <summary>A percentile of a Trend, with k6's interpolation; null for other kinds.</summary>
    /// <param name="percentile">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 100.</exception>
    public double? GetPercentile(double percentile)
    {
        if (percentile is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile lies between 0 and 100.");
        return Sketch?.Percentile(percentile);
    }

    /// <summary>What a percentile of a Trend is at least; null for other kinds.</summary>
    /// <inheritdoc cref="GetPercentile"/>
    public double? GetLowerBound(double percentile) => Bound(percentile, upper: false);

    /// <summary>What a percentile of a Trend is at most; null for other kinds.</summary>
    /// <inheritdoc cref="GetPercentile"/>
    public double? GetUpperBound(double percentile) => Bound(percentile, upper: true);

    /// <inheritdoc/>
    public override string ToString() => Name;

    // The error is a share of the true value v: |estimate - v| <= error * |v|.
    private double? Bound(double percentile, bool upper)
    {
        if (GetPercentile(percentile) is not { } estimate || RelativeError is not { } error)
            return null;
        var bound = (estimate > 0 == upper) ? estimate / Math.Max(0, 1 - error) : estimate / (1 + error);
        return double.IsNaN(bound) ? estimate : Math.Clamp(bound, Sketch!.Min, Sketch.Max);
    }
}
