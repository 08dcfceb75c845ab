using System.Text.Json.Serialization;
using LoadTestAz.Merging.Figures;
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
    /// Not determined by the input; the truth lies between the bounds given with it. By light capture only the percentiles of
    /// a Trend are estimates: see <see cref="LoadTestMetric.RelativeError"/>.
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

    /// <summary>Of a Counter its total, as in k6; of a Trend or Rate its number of samples. Null when it is not known.</summary>
    public double? Count { get; init; }

    /// <summary>Of a Trend, the sum of its samples; null when it is not known.</summary>
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

    /// <summary>Of a Gauge, the last value by time; null when it is not known.</summary>
    public double? Value { get; init; }

    /// <summary>Where the average is an estimate, what it lies between; else null.</summary>
    public LoadTestBounds? AvgBounds { get; init; }

    /// <summary>Where the last value of a Gauge is not known, what it lies between; else null.</summary>
    public LoadTestBounds? ValueBounds { get; init; }

    /// <summary>Of a Trend, the percentiles above and those that thresholds ask for, each with its bounds; else null.</summary>
    public IReadOnlyList<LoadTestPercentile>? Percentiles { get; init; }

    /// <summary>Of a Trend, how many samples lie where, in ranges few enough to be drawn; null where summaries are in it, which do not tell.</summary>
    public IReadOnlyList<LoadTestBucket>? Histogram { get; init; }

    /// <summary>How the least exact of these figures came about.</summary>
    public required FigureMethod Method { get; init; }

    /// <summary>
    /// Of a Trend, the bound of the relative error of its percentiles, such as 0.00098 for 0.1 %; 0.0226 says that the
    /// true one is at most 2.26 % away, and 0 that those shown are exact. Count, smallest and largest are exact anyway. Null where summaries are in it,
    /// whose percentiles have bounds of their own: see <see cref="GetBounds"/>.
    /// </summary>
    public double? RelativeError { get; init; }

    [JsonIgnore]
    internal ITrendDistribution? Distribution { get; init; }

    /// <summary>A percentile of a Trend, with k6's interpolation; null for other kinds, and where nothing is known.</summary>
    /// <param name="percentile">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 100.</exception>
    public double? GetPercentile(double percentile) => GetBounds(percentile)?.Value;

    /// <summary>A percentile of a Trend with what it lies between; null for other kinds, and where nothing is known.</summary>
    /// <param name="percentile">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 100.</exception>
    public LoadTestPercentile? GetBounds(double percentile)
    {
        if (percentile is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile lies between 0 and 100.");
        return Percentiles?.FirstOrDefault(p => p.Percentile == percentile) ?? Distribution?.At(percentile);
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
