using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Merging.Figures;

/// <summary>Percentiles as far as summaries determine them.</summary>
internal sealed class EstimatedDistribution(PooledTrendEstimate estimate) : ITrendDistribution
{
    // What is known to so many digits is known: the rest is the rounding of doubles.
    private const double Negligible = 1e-9;

    public LoadTestPercentile? At(double percentile)
    {
        // The estimate keeps notes while it works.
        lock (estimate)
        {
            return estimate.GetPercentile(percentile) is { } figure
                ? new(percentile, figure.Value, figure.LowerBound, figure.UpperBound, figure.UpperBound - figure.LowerBound <= Negligible * Math.Abs(figure.Value) ? FigureMethod.Exact : FigureMethod.Estimate)
                : null;
        }
    }
}
