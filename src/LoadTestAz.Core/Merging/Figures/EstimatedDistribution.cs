using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Merging.Figures;

/// <summary>Percentiles as far as summaries determine them.</summary>
/// <param name="estimate">What they determine.</param>
/// <param name="min">The smallest sample where it is known: the estimate takes that of sketches for as rough as their percentiles.</param>
/// <param name="max">The largest sample where it is known.</param>
internal sealed class EstimatedDistribution(PooledTrendEstimate estimate, double? min, double? max) : ITrendDistribution
{
    // What is known to so many digits is known: the rest is the rounding of doubles.
    private const double Negligible = 1e-9;

    public LoadTestPercentile? At(double percentile)
    {
        if ((percentile is 0 ? min : percentile is 100 ? max : null) is { } extreme)
            return new(percentile, extreme, extreme, extreme, FigureMethod.Exact);

        // The estimate keeps notes while it works.
        lock (estimate)
        {
            return estimate.GetPercentile(percentile) is { } figure
                ? new(percentile, figure.Value, figure.LowerBound, figure.UpperBound, figure.UpperBound - figure.LowerBound <= Negligible * Math.Abs(figure.Value) ? FigureMethod.Exact : FigureMethod.Estimate)
                : null;
        }
    }
}
