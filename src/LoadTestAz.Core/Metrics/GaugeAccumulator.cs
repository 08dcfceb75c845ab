using System.Runtime.CompilerServices;
using LoadTestAz.Merging;

namespace LoadTestAz.Metrics;

/// <summary>A gauge: the last value by time, the smallest and the largest.</summary>
/// <remarks>
/// Of samples taken at one instant (to 100 ns) the one that was added later stands, as in k6. Merging cannot know which
/// came later and takes the larger, so that the order of merging does not matter.
/// </remarks>
public sealed class GaugeAccumulator : MetricAccumulator
{
    private long _lastTicks = long.MinValue;
    private double _value;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Gauge;

    /// <summary>The last value by time.</summary>
    public double Value => _value;

    /// <summary>When it was taken (UTC); null when there is none.</summary>
    public DateTimeOffset? Last => IsEmpty ? null : new(_lastTicks, TimeSpan.Zero);

    /// <summary>The smallest value.</summary>
    public double Min => IsEmpty ? 0 : _min;

    /// <summary>The largest value.</summary>
    public double Max => IsEmpty ? 0 : _max;

    /// <summary>
    /// True when only the last value of each interval was known, of each set of tags for itself: values in between may have
    /// been smaller or larger, and which set's last value came last is not known.
    /// </summary>
    public bool IsThinned { get; private set; }

    internal void Restore(long lastTicks, double value, double min, double max, bool thinned) =>
        (_lastTicks, _value, _min, _max, IsThinned) = (lastTicks, value, min, max, thinned);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void AddSample(long utcTicks, double value)
    {
        if (utcTicks >= _lastTicks)
            (_lastTicks, _value) = (utcTicks, value);
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
    }

    private protected override void AddSummary(in SampleSummary summary)
    {
        IsThinned = true;
        foreach (var (value, _) in summary.Values)
            AddSample(summary.To.UtcTicks, value + 0.0);
    }

    private protected override void MergeSamples(MetricAccumulator other)
    {
        var gauge = (GaugeAccumulator)other;
        IsThinned |= gauge.IsThinned;
        if (gauge._lastTicks > _lastTicks || (gauge._lastTicks == _lastTicks && gauge._value > _value))
            (_lastTicks, _value) = (gauge._lastTicks, gauge._value);
        _min = Math.Min(_min, gauge._min);
        _max = Math.Max(_max, gauge._max);
    }

    private protected override bool TrySubtract(MetricAccumulator earlier) => true;

    private protected override double? FigureOf(ThresholdExpression expression, TimeSpan duration) => Value;
}
