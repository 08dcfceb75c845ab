using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>Percentiles from a sketch.</summary>
internal sealed class SketchDistribution(LatencySketch sketch) : ITrendDistribution
{
    public LoadTestPercentile? At(double percentile)
    {
        if (sketch.IsEmpty)
            return null;
        var value = sketch.Percentile(percentile);
        if (sketch.Min == sketch.Max || percentile is 0 or 100)
            return new(percentile, value, value, value, FigureMethod.Exact);

        // Between neighbours of opposite signs the error is a share of the larger one's size, which the extremes bound.
        var error = sketch.RelativeError * (sketch.Min < 0 && sketch.Max > 0 ? Math.Max(-sketch.Min, sketch.Max) : Math.Abs(value)) * (1 + 1e-9);
        return new(percentile, value, Math.Max(sketch.Min, value - error), Math.Min(sketch.Max, value + error), FigureMethod.Sketch);
    }
}
