namespace LoadTestAz.Merging.Figures;

/// <summary>Percentiles of values that are all there.</summary>
/// <param name="sorted">In ascending order; at least one.</param>
internal sealed class ExactDistribution(double[] sorted) : ITrendDistribution
{
    public LoadTestPercentile? At(double percentile)
    {
        var rank = percentile / 100 * (sorted.Length - 1.0);
        var value = Between(sorted[(int)Math.Floor(rank)], sorted[(int)Math.Ceiling(rank)], rank - Math.Floor(rank));
        return new(percentile, value, value, value, FigureMethod.Exact);
    }

    /// <summary>k6's interpolation, for numbers of any size.</summary>
    /// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/metrics/sink.go">TrendSink.P</seealso>
    public static double Between(double lower, double upper, double fraction)
    {
        var step = upper - lower;
        return fraction == 0 ? lower : double.IsFinite(step) ? lower + (step * fraction) : (lower * (1 - fraction)) + (upper * fraction);
    }
}
