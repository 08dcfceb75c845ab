using LoadTestAz.Merging;

namespace LoadTestAz.Metrics;

/// <summary>
/// A trend: count, sum, smallest and largest exactly, and percentiles within 0.1 %; see <see cref="LatencySketch"/> for
/// the precise bound.
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

    internal ExactSum ExactSum => _sum;

    /// <summary>Keeps values themselves, where somebody wants that.</summary>
    internal ValueKeeper? Keeper { get; set; }

    /// <inheritdoc cref="LatencySketch.Percentile"/>
    public double Percentile(double percent) => Sketch.Percentile(percent);

    private protected override void AddSample(long utcTicks, double value)
    {
        _sum.Add(value);
        Sketch.Add(value);
        Keeper?.Add(value);
    }

    private protected override void MergeSamples(MetricAccumulator other)
    {
        var trend = (TrendAccumulator)other;
        _sum.Merge(trend._sum);
        Sketch.Merge(trend.Sketch);
        Keeper?.Merge(trend.Keeper);
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
