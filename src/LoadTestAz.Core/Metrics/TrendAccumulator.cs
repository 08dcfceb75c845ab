using System.Runtime.CompilerServices;
using LoadTestAz.Merging;

namespace LoadTestAz.Metrics;

/// <summary>
/// A trend: count, sum, smallest and largest exactly, and percentiles within 0.1 %; see <see cref="LatencySketch"/> for
/// the precise bound. Of samples that are known by summaries only, percentiles are within <see cref="RelativeError"/>.
/// </summary>
public sealed class TrendAccumulator : MetricAccumulator
{
    private readonly ExactSum _sum = new();

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Trend;

    /// <summary>The sum of all samples, rounded once; infinite when it lies beyond the largest double.</summary>
    public double Sum => _sum.Value;

    /// <summary>The mean; 0 when there is no sample.</summary>
    public double Avg => IsEmpty ? 0 : _sum.DividedBy(Samples);

    /// <summary>The smallest value, exactly.</summary>
    public double Min => Sketch.Min;

    /// <summary>The largest value, exactly.</summary>
    public double Max => Sketch.Max;

    /// <summary>The distribution.</summary>
    public LatencySketch Sketch { get; } = new();

    /// <summary>The largest relative error of the values as they came; 0 when they are the samples themselves.</summary>
    public double SourceError { get; private set; }

    /// <summary>The bound of the relative error of each order statistic, such as 0.00098.</summary>
    public double RelativeError => ((1 + SourceError) * (1 + Sketch.RelativeError)) - 1;

    internal ExactSum ExactSum => _sum;

    /// <summary>Keeps values themselves, where somebody wants that.</summary>
    internal ValueKeeper? Keeper { get; set; }

    internal void RestoreError(double error) => SourceError = error;

    /// <inheritdoc cref="LatencySketch.Percentile"/>
    public double Percentile(double percent) => Sketch.Percentile(percent);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void AddSample(long utcTicks, double value)
    {
        _sum.Add(value);
        Sketch.Add(value);
        Keeper?.Add(value);
    }

    private protected override void AddSummary(in SampleSummary summary)
    {
        SourceError = Math.Max(SourceError, summary.RelativeError);
        _sum.Add(summary.Sum);
        Keeper?.Merge(null);
        foreach (var (value, count) in summary.Values)
            Sketch.Add(value, count);
    }

    private protected override void MergeSamples(MetricAccumulator other)
    {
        var trend = (TrendAccumulator)other;
        SourceError = Math.Max(SourceError, trend.SourceError);
        _sum.Merge(trend._sum);
        Sketch.Merge(trend.Sketch);
        Keeper?.Merge(trend.Keeper);
    }

    private protected override bool TrySubtract(MetricAccumulator earlier)
    {
        var trend = (TrendAccumulator)earlier;
        _sum.Subtract(trend._sum);
        return Sketch.TrySubtract(trend.Sketch);
    }

    private protected override double? FigureOf(ThresholdExpression expression, TimeSpan duration) => expression.Aggregation switch
    {
        "avg" => Avg,
        "min" => Min,
        "max" => Max,
        "med" => Percentile(50),
        _ => Percentile(expression.Percentile!.Value),
    };
}
