using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>
/// A histogram whose buckets' bounds are powers of 2^(2^-scale): bucket i holds what is larger than that base to the i-th
/// power, up to and with that to the next.
/// </summary>
/// <seealso href="https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram"/>
internal sealed record OtlpHistogram
{
    /// <summary>The scales there are. Source: k6's OpenTelemetry SDK, sdk/metric/internal/aggregate/exponential_histogram.go.</summary>
    public const int MinScale = -10;

    /// <inheritdoc cref="MinScale"/>
    public const int MaxScale = 20;

    /// <summary>Buckets of one sign; k6 has 160.</summary>
    public const int MaxBuckets = 10_000;

    /// <summary>More samples than any k6 makes in a second, few enough that sums of them don't overflow.</summary>
    public const long MaxCount = 1L << 40;

    // Beyond these the bounds are no doubles: zero, or infinite.
    private const int MaxExponent = 1100;

    public required long Count { get; init; }

    public required double Sum { get; init; }

    public required double Min { get; init; }

    public required double Max { get; init; }

    public required int Scale { get; init; }

    public required long Zeros { get; init; }

    public required int PositiveOffset { get; init; }

    public required IReadOnlyList<long> Positive { get; init; }

    public required int NegativeOffset { get; init; }

    public required IReadOnlyList<long> Negative { get; init; }

    /// <summary>Whether its numbers agree with each other.</summary>
    public bool IsSound()
    {
        if (Count is < 1 or > MaxCount || Zeros < 0 || Zeros > Count || Scale is < MinScale or > MaxScale)
            return false;
        if (!double.IsFinite(Sum) || !double.IsFinite(Min) || !double.IsFinite(Max) || Min > Max)
            return false;
        var counted = Zeros;
        foreach (var count in Positive.Concat(Negative))
        {
            if (count < 0 || (counted += count) > Count)
                return false;
        }

        return counted == Count && IsWithin(PositiveOffset, Positive) && IsWithin(NegativeOffset, Negative);
    }

    /// <summary>
    /// Its samples, in ascending order: the smallest and the largest exactly, each other by the value of its bucket that is
    /// nearest, in proportion, to all that can be in it.
    /// </summary>
    /// <param name="values">Takes them.</param>
    /// <returns>By how much a value may be off, as a share of the sample's own size.</returns>
    public double CopyTo(List<ValueCount> values)
    {
        var error = 0.0;
        values.Add(new ValueCount(Min, 1));
        var (rank, last) = (0L, Count - 1);
        for (var i = Negative.Count - 1; i >= 0; i--)
        {
            var (low, high) = (-Bound(NegativeOffset + i + 1L), -Bound(NegativeOffset + (long)i));
            Add(Negative[i], low, high, ref error);
        }

        Add(Zeros, 0, 0, ref error);
        for (var i = 0; i < Positive.Count; i++)
            Add(Positive[i], Bound(PositiveOffset + (long)i), Bound(PositiveOffset + i + 1L), ref error);
        if (Count > 1)
            values.Add(new ValueCount(Max, 1));
        return error;

        void Add(long count, double low, double high, ref double worst)
        {
            // Without the smallest and the largest of all, which have been added, or will be.
            var inner = Math.Min(last, rank + count) - Math.Max(1, rank);
            rank += count;
            if (inner <= 0)
                return;

            // What can be in the bucket is known better where it is the first or the last one.
            (low, high) = (Math.Clamp(low, Min, Max), Math.Clamp(high, Min, Max));
            var (near, far) = low < 0 ? (-high, -low) : (low, high);
            var ratio = far == 0 ? 1 : near / far;
            var value = near * (2 / (1 + ratio));
            values.Add(new ValueCount(low < 0 ? -value : value, inner));
            worst = Math.Max(worst, (1 - ratio) / (1 + ratio));
        }
    }

    private bool IsWithin(int offset, IReadOnlyList<long> counts) =>
        counts.Count <= MaxBuckets && Math.Abs(Math.ScaleB(offset, -Scale)) <= MaxExponent && Math.ScaleB((double)offset + counts.Count, -Scale) <= MaxExponent;

    private double Bound(long index)
    {
        // The whole part of the exponent apart: powers of two are exact then.
        var exponent = Math.ScaleB(index, -Scale);
        var whole = Math.Floor(exponent);
        return Math.Min(Math.ScaleB(Math.Pow(2, exponent - whole), (int)whole), double.MaxValue);
    }
}
