using System.Runtime.CompilerServices;
using LoadTestAz.Merging;

namespace LoadTestAz.Metrics;

/// <summary>A gauge: the last value by time, the smallest and the largest.</summary>
/// <remarks>
/// Of samples taken at one instant (to 100 ns) the one that was added later stands, as in k6. Merging cannot know which
/// came later and takes the larger, so that the order of merging does not matter. Only the pieces of one file have an order:
/// see <see cref="Place"/>.
/// </remarks>
public sealed class GaugeAccumulator : MetricAccumulator
{
    private long _lastTicks = long.MinValue;
    private double _value;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    // Where in a file the last value stands, counted from 1; 0 when it is in no piece that was placed.
    private long _place;

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

    /// <summary>
    /// Says that what was added since the last call stands in this piece of a file. Until <see cref="Unplace"/> merging then
    /// lets the value of the later piece stand among those of one instant.
    /// </summary>
    /// <param name="piece">0-based; rises from call to call.</param>
    internal void Place(long piece)
    {
        if (_place == 0)
            _place = piece + 1;
    }

    /// <summary>Forgets the places: other files' say nothing about this one's.</summary>
    internal void Unplace() => _place = 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void AddSample(long utcTicks, double value)
    {
        if (utcTicks >= _lastTicks)
            (_lastTicks, _value, _place) = (utcTicks, value, 0);
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
        if ((gauge._lastTicks, gauge._place, gauge._value).CompareTo((_lastTicks, _place, _value)) > 0)
            (_lastTicks, _value, _place) = (gauge._lastTicks, gauge._value, gauge._place);
        _min = Math.Min(_min, gauge._min);
        _max = Math.Max(_max, gauge._max);
    }

    private protected override bool TrySubtract(MetricAccumulator earlier) => true;

    private protected override double? FigureOf(ThresholdExpression expression, TimeSpan duration) => Value;
}
