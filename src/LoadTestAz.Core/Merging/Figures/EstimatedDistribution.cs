using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Merging.Figures;

/// <summary>Percentiles as far as summaries determine them.</summary>
internal sealed class EstimatedDistribution(PooledTrendEstimate estimate) : ITrendDistribution
{
    public LoadTestPercentile? At(double percentile)
    {
        // The estimate keeps notes while it works.
        lock (estimate)
        {
            return estimate.GetPercentile(percentile) is { } figure
                ? new(percentile, figure.Value, figure.LowerBound, figure.UpperBound, figure.IsExact ? FigureMethod.Exact : FigureMethod.Estimate)
                : null;
        }
    }
}
