using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>Percentiles from a sketch.</summary>
internal sealed class SketchDistribution(TrendAccumulator trend) : ITrendDistribution
{
    private readonly LatencySketch sketch = trend.Sketch;

    public LoadTestPercentile? At(double percentile)
    {
        if (sketch.IsEmpty)
            return null;
        var value = sketch.Percentile(percentile);
        if (sketch.Min == sketch.Max || percentile is 0 or 100)
            return new(percentile, value, value, value, FigureMethod.Exact);

        var (low, high) = Bounds(value, trend.RelativeError * (1 + 1e-9));
        return new(percentile, value, Math.Max(sketch.Min, low), Math.Min(sketch.Max, high), trend.SourceError > 0 ? FigureMethod.Estimate : FigureMethod.Sketch);
    }

    // The error is a share of the true value v: |value - v| <= error * |v|.
    private (double Low, double High) Bounds(double value, double error)
    {
        // Between neighbours of opposite signs it is a share of the larger one's size, which the extremes bound.
        if (sketch.Min < 0 && sketch.Max > 0)
            return (value - (error * Math.Max(-sketch.Min, sketch.Max)), value + (error * Math.Max(-sketch.Min, sketch.Max)));
        var (near, far) = (value / (1 + error), error < 1 ? value / (1 - error) : double.CopySign(double.PositiveInfinity, value));
        return value > 0 ? (near, far) : (far, near);
    }
}
