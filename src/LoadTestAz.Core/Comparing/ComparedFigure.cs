using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Comparing;

/// <summary>A figure of a metric, with what it lies between, 19 times out of 20, if its samples were drawn independently.</summary>
/// <param name="Value">The figure.</param>
/// <param name="Interval">Null where that can't be told.</param>
internal readonly record struct ComparedFigure(double Value, LoadTestBounds? Interval)
{
    // 19 times out of 20 a normal variable lies within so many standard deviations.
    private const double Deviations = 1.96;

    private static readonly string[] OfTrends = ["avg", "med", "p(95)", "p(99)"];

    /// <summary>The figures that are compared of a kind of metric, as thresholds name them.</summary>
    public static IReadOnlyList<string> Names(LoadTestMetric metric) => metric.Type switch
    {
        MetricType.Trend => OfTrends,
        MetricType.Gauge => ["max"],
        MetricType.Counter when metric.Name == BuiltInMetrics.DroppedIterations.Name => ["count"],
        _ => ["rate"],
    };

    /// <summary>A figure by its name; null where the metric has no such figure.</summary>
    public static ComparedFigure? Of(LoadTestMetric metric, string name) => (metric.Type, name) switch
    {
        (MetricType.Trend, "med") => Percentile(metric, 50),
        (MetricType.Trend, "p(95)") => Percentile(metric, 95),
        (MetricType.Trend, "p(99)") => Percentile(metric, 99),
        (MetricType.Trend, "avg") => Known(metric.Avg, Mean(metric)),
        (MetricType.Rate, _) => Known(metric.Rate, Share(metric)),
        (MetricType.Counter, "rate") => Known(metric.RatePerSecond, null),
        (MetricType.Counter, _) => Known(metric.Count, null),
        _ => Known(metric.Max, null),
    };

    private static ComparedFigure? Known(double? value, LoadTestBounds? interval) => value is { } known ? new(known, interval) : null;

    // Of n samples, as many as are below the true percentile vary by sqrt(n p (1-p)): so it lies between two others, whatever the distribution.
    private static ComparedFigure? Percentile(LoadTestMetric metric, double percentile)
    {
        if (metric.GetBounds(percentile) is not { } known)
            return null;
        var share = percentile / 100;
        var shift = 100 * Deviations * Math.Sqrt(share * (1 - share) / Math.Max(metric.Count ?? 1, 1));
        var (low, high) = (metric.GetBounds(Math.Max(0, percentile - shift)), metric.GetBounds(Math.Min(100, percentile + shift)));
        return metric.Count is > 1 && low is not null && high is not null ? new(known.Value, new(Math.Min(low.LowerBound, known.LowerBound), Math.Max(high.UpperBound, known.UpperBound)))
            : new(known.Value, known.Method is FigureMethod.Estimate ? new(known.LowerBound, known.UpperBound) : null);
    }

    private static LoadTestBounds? Mean(LoadTestMetric metric)
    {
        if (metric.AvgBounds is { } bounds)
            return bounds;
        if (metric is not { Histogram: { Count: > 0 } histogram, Avg: { } mean, Count: > 1 and { } count })
            return null;

        // From the middles of ranges, clipped to what was seen: exact enough for an error of an error.
        var squares = histogram.Sum(b => b.Count * Math.Pow(((Math.Max(b.From, metric.Min ?? b.From) + Math.Min(b.To, metric.Max ?? b.To)) / 2) - mean, 2));
        var error = Deviations * Math.Sqrt(squares / (count - 1) / count);
        return new(mean - error, mean + error);
    }

    // Wilson's interval, which holds near 0 and 1 as well.
    private static LoadTestBounds? Share(LoadTestMetric metric)
    {
        if (metric is not { Rate: { } rate, Count: > 0 and { } count })
            return null;
        var square = Deviations * Deviations / count;
        var middle = (rate + (square / 2)) / (1 + square);
        var half = Deviations * Math.Sqrt((rate * (1 - rate) / count) + (square / (4 * count))) / (1 + square);
        return new(Math.Min(rate, middle - half), Math.Max(rate, middle + half));
    }
}
