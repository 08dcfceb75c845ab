using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// A distribution of numbers that can be merged without loss and gives percentiles within a stated relative error,
/// for any finite double: zero, negative, subnormal and the largest included.
/// </summary>
/// <remarks>
/// <para>
/// Each power of two is divided into 2^<see cref="Precision"/> buckets of equal width; a value is represented by the
/// middle of its bucket. Hence each order statistic lies within <see cref="RelativeError"/> of the true one, the
/// smallest and largest are exact, and so is a zero. A percentile between two neighbours of one sign has the same
/// bound; between neighbours of opposite signs the error is at most that share of the larger one's size.
/// </para>
/// <para>
/// The sketch depends only on the values, not on their order or on how they were spread over sketches that were merged.
/// Memory grows with the range of the values (4 KiB a power of two at the default precision), not with their number:
/// about 70 KiB for latencies between 10 µs and 1 s, 18 MiB for every double there is. Not thread-safe.
/// </para>
/// </remarks>
public sealed class LatencySketch
{
    /// <summary>Gives a relative error of 2^-10, which is 0.098 %.</summary>
    public const int DefaultPrecision = 9;

    /// <summary>Gives a relative error of 2^-7, which is 0.78 %.</summary>
    public const int MinPrecision = 6;

    /// <summary>Gives a relative error of 2^-13, which is 0.012 %.</summary>
    public const int MaxPrecision = 12;

    private readonly BucketPages _positive = new();

    // Nearly no sketch has any, and a test's course over time has hundreds of sketches.
    private BucketPages? _negative;
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    /// <summary>An empty sketch.</summary>
    /// <param name="precision">Buckets a power of two, as a power of two: from <see cref="MinPrecision"/> to <see cref="MaxPrecision"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The precision is outside of these.</exception>
    public LatencySketch(int precision = DefaultPrecision)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(precision, MinPrecision);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(precision, MaxPrecision);
        Precision = precision;
    }

    /// <summary>Buckets a power of two, as a power of two.</summary>
    public int Precision { get; }

    /// <summary>The bound of the relative error of each order statistic, such as 0.00098.</summary>
    public double RelativeError => Math.ScaleB(1, -(Precision + 1));

    /// <summary>How many values it holds.</summary>
    public long Count => NegativeCount + Zeros + PositiveCount;

    /// <summary>How many values were NaN or infinite: not part of the distribution, but not lost silently.</summary>
    public long Rejected { get; private set; }

    /// <summary>True when it holds no value.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The smallest value, exactly; 0 when there is none, as in k6.</summary>
    public double Min => IsEmpty ? 0 : _min;

    /// <summary>The largest value, exactly; 0 when there is none, as in k6.</summary>
    public double Max => IsEmpty ? 0 : _max;

    /// <summary>The heap that its counts take.</summary>
    public long MemoryBytes => _positive.MemoryBytes + (_negative?.MemoryBytes ?? 0);

    /// <summary>The heap that they take once more is added.</summary>
    internal long PagedBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get => _positive.PagedBytes + (_negative?.PagedBytes ?? 0);
    }

    private BucketPages Negative => _negative ??= new BucketPages();

    internal long PositiveCount { get; private set; }

    internal long NegativeCount { get; private set; }

    internal long Zeros { get; private set; }

    /// <summary>Takes a value. NaN and infinities are left out, as in k6's output, and counted in <see cref="Rejected"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double value) => Add(value, 1);

    /// <summary>Takes a value several times; see <see cref="Add(double)"/>.</summary>
    /// <param name="value">The value.</param>
    /// <param name="count">How often it came, at least once.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double value, long count)
    {
        if (!double.IsFinite(value))
        {
            Rejected += count;
            return;
        }

        value += 0.0; // -0 becomes 0, so that the smallest value does not depend on the order of the two
        if (value < _min)
            _min = value;
        if (value > _max)
            _max = value;
        if (value > 0)
        {
            PositiveCount += count;
            _positive.Add(BucketOf(value), count);
        }
        else if (value < 0)
        {
            NegativeCount += count;
            Negative.Add(BucketOf(-value), count);
        }
        else
        {
            Zeros += count;
        }
    }

    /// <summary>Takes all values of another sketch: afterwards this one is as if it had seen them itself.</summary>
    /// <exception cref="ArgumentException">The other sketch has another precision.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Merge(LatencySketch other)
    {
        if (other.Precision != Precision)
            throw new ArgumentException($"A sketch of precision {other.Precision} cannot be merged into one of precision {Precision}.", nameof(other));
        _positive.Merge(other._positive);
        if (other._negative is { } negative)
            Negative.Merge(negative);
        PositiveCount += other.PositiveCount;
        NegativeCount += other.NegativeCount;
        Zeros += other.Zeros;
        Rejected += other.Rejected;
        _min = Math.Min(_min, other._min);
        _max = Math.Max(_max, other._max);
    }

    /// <summary>Forgets all values, and keeps the memory for others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Clear()
    {
        _positive.Clear();
        _negative?.Clear();
        (PositiveCount, NegativeCount, Zeros, Rejected, _min, _max) = (0, 0, 0, 0, double.PositiveInfinity, double.NegativeInfinity);
    }

    /// <summary>Takes away the values of an earlier state of this sketch, or of sketches that were merged into it.</summary>
    /// <remarks>
    /// The smallest and largest of the values that are left are exact where they lie beyond the earlier ones; else their
    /// buckets are known, as of any other value.
    /// </remarks>
    /// <returns>False when the other one is no earlier state; then this sketch makes no sense any longer.</returns>
    internal bool TrySubtract(LatencySketch earlier)
    {
        if (earlier.Precision != Precision || !_positive.TrySubtract(earlier._positive) || (earlier._negative is { } negative && !Negative.TrySubtract(negative)))
            return false;
        PositiveCount -= earlier.PositiveCount;
        NegativeCount -= earlier.NegativeCount;
        Zeros -= earlier.Zeros;
        if (Zeros < 0)
            return false;
        if (IsEmpty)
        {
            (_min, _max) = (double.PositiveInfinity, double.NegativeInfinity);
            return true;
        }

        var (lowest, highest) = (Math.Clamp(MiddleAt(0), _min, _max), Math.Clamp(MiddleAt(Count - 1), _min, _max));
        (_min, _max) = (_min < earlier._min ? _min : lowest, _max > earlier._max ? _max : highest);
        return true;
    }

    /// <summary>A percentile as k6 has it: linear between the two values next to <c>percent / 100 * (Count - 1)</c>; 0 when empty.</summary>
    /// <param name="percent">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">The percentile is not between 0 and 100.</exception>
    public double Percentile(double percent)
    {
        if (!(percent is >= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percent), percent, "A percentile lies between 0 and 100.");
        if (IsEmpty)
            return 0;

        var rank = percent / 100 * (Count - 1);
        var below = Math.Floor(rank);
        var fraction = rank - below;
        var lower = ValueAt((long)below);
        if (fraction == 0)
            return lower;
        var upper = ValueAt((long)below + 1);
        var step = upper - lower;
        return double.IsFinite(step) ? lower + (step * fraction) : (lower * (1 - fraction)) + (upper * fraction);
    }

    /// <summary>The non-empty buckets above zero, or below it by size, in ascending order of size.</summary>
    internal IEnumerable<(int Bucket, long Count)> Buckets(bool negative) => (negative ? _negative : _positive)?.NonEmpty() ?? [];

    /// <summary>Puts back what <see cref="Buckets"/> gave. It stays packed until more is added.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Restore(bool negative, PackedBuckets buckets)
    {
        (negative ? Negative : _positive).Add(buckets);
        if (negative)
            NegativeCount = checked(NegativeCount + buckets.Values);
        else
            PositiveCount = checked(PositiveCount + buckets.Values);
    }

    /// <summary>Puts back what is known beside the buckets, after them.</summary>
    /// <returns>False when smallest and largest value do not lie in the first and last bucket.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal bool TryRestore(long zeros, double min, double max)
    {
        (Zeros, _min, _max) = (zeros, min, max);
        if (checked(NegativeCount + Zeros + PositiveCount) == 0 || !(min <= max))
            return false;
        var lowest = NegativeCount > 0 ? min < 0 && BucketOf(-min) == Negative.Ends.Last : Zeros > 0 ? min == 0 : min > 0 && BucketOf(min) == _positive.Ends.First;
        return lowest && (PositiveCount > 0 ? max > 0 && BucketOf(max) == _positive.Ends.Last : Zeros > 0 ? max == 0 : max < 0 && BucketOf(-max) == Negative.Ends.First);
    }

    /// <summary>What is known of the value at a 0-based rank: the values that its bucket can hold, and how many are below and in it.</summary>
    internal (double Low, double High, long Below, long Count) BucketAround(long rank)
    {
        if (rank < NegativeCount)
        {
            var (bucket, below, count) = Negative.Locate(NegativeCount - 1 - rank);
            var (low, high) = BucketScale.EdgesOf(bucket, Precision);
            return (-high, -low, NegativeCount - below - count, count);
        }

        if (rank < NegativeCount + Zeros)
            return (0, 0, NegativeCount, Zeros);
        var (positive, less, many) = _positive.Locate(rank - NegativeCount - Zeros);
        var edges = BucketScale.EdgesOf(positive, Precision);
        return (edges.Low, edges.High, NegativeCount + Zeros + less, many);
    }

    private double ValueAt(long rank)
    {
        if (rank == 0)
            return _min;
        if (rank == Count - 1)
            return _max;
        return Math.Clamp(MiddleAt(rank), _min, _max);
    }

    private double MiddleAt(long rank) =>
        rank < NegativeCount ? -Middle(Negative.BucketAt(NegativeCount - 1 - rank))
        : rank < NegativeCount + Zeros ? 0
        : Middle(_positive.BucketAt(rank - NegativeCount - Zeros));

    private int BucketOf(double size) => BucketScale.BucketOf(size, Precision);

    private double Middle(int bucket) => BucketScale.MiddleOf(bucket, Precision);
}
