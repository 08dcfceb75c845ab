using System.Runtime.CompilerServices;
using LoadTestAz.Merging;

namespace LoadTestAz.Metrics;

/// <summary>A counter: the exact sum of its samples, and when the first and last were taken.</summary>
public sealed class CounterAccumulator : MetricAccumulator
{
    private readonly ExactSum _sum = new();
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <inheritdoc/>
    public override MetricType Type => MetricType.Counter;

    /// <summary>The sum of all samples, rounded once; k6 calls it <c>count</c>.</summary>
    public double Sum => _sum.Value;

    /// <summary>When the earliest sample was taken (UTC); null when there is none.</summary>
    public DateTimeOffset? First => IsEmpty ? null : new(_first, TimeSpan.Zero);

    /// <summary>When the latest sample was taken (UTC); null when there is none.</summary>
    public DateTimeOffset? Last => IsEmpty ? null : new(_last, TimeSpan.Zero);

    internal ExactSum ExactSum => _sum;

    /// <summary>The sum a second, over the given time; 0 over no time, as in k6.</summary>
    public double RatePerSecond(TimeSpan duration) => duration > TimeSpan.Zero ? Sum / duration.TotalSeconds : 0;

    internal void Restore(long first, long last) => (_first, _last) = (first, last);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void AddSample(long utcTicks, double value)
    {
        _sum.Add(value);
        _first = Math.Min(_first, utcTicks);
        _last = Math.Max(_last, utcTicks);
    }

    private protected override void AddSummary(in SampleSummary summary)
    {
        _sum.Add(summary.Sum);
        _first = Math.Min(_first, summary.From.UtcTicks);
        _last = Math.Max(_last, summary.To.UtcTicks);
    }

    private protected override void MergeSamples(MetricAccumulator other)
    {
        var counter = (CounterAccumulator)other;
        _sum.Merge(counter._sum);
        _first = Math.Min(_first, counter._first);
        _last = Math.Max(_last, counter._last);
    }

    // When the first of the rest was taken is not known.
    private protected override bool TrySubtract(MetricAccumulator earlier)
    {
        _sum.Subtract(((CounterAccumulator)earlier)._sum);
        return true;
    }

    private protected override double? FigureOf(ThresholdExpression expression, TimeSpan duration) =>
        expression.Aggregation == "count" ? Sum : duration > TimeSpan.Zero ? RatePerSecond(duration) : null;
}
