using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// A sum of finite doubles without any rounding: the same addends give the same sum to the last bit, whatever their
/// order and however they were grouped into sums that were merged.
/// </summary>
/// <remarks>
/// A fixed-point number as wide as the range of a double, in limbs of 32 bits that may run over for a while before
/// they are carried. After R. M. Neal, "Fast exact summation using small and large superaccumulators" (arXiv:1505.05571).
/// Adding costs a few nanoseconds and allocates nothing but for the first time; then a sum takes about half a kilobyte. Not thread-safe.
/// </remarks>
public sealed class ExactSum
{
    // Bit 0 of limb 0 weighs 2^-1074. The largest double ends at bit 2,098; 63 more hold the carries of 2^63 addends.
    internal const int LimbCount = 68;
    private const int LimbBits = 32;
    private const long LimbMask = (1L << LimbBits) - 1;

    private const int MantissaBits = 52;
    private const ulong HiddenBit = 1UL << MantissaBits;
    private const ulong InfinityBits = 0x7FFUL << MantissaBits;

    // One addend moves a limb by less than 2^32, so a limb of 64 bits holds 2^31 of them.
    private const int AddendsBeforeCarry = 1 << 30;

    // What came from a file: a few limbs, from that one on, until more is added. Never changed, since several may share them.
    private int _fewAt;
    private long[] _few = [];

    private long[]? _limbs;
    private int _addends;

    /// <summary>The sum, rounded once, to the nearest double; infinite when it lies beyond the largest one.</summary>
    public double Value => Round(0);

    /// <summary>Adds a value.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is NaN or infinite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> MantissaBits) & 0x7FF;
        if (exponent == 0x7FF)
            throw new ArgumentOutOfRangeException(nameof(value), value, "A sum takes finite numbers only.");

        var mantissa = (ulong)bits & (HiddenBit - 1);
        if (exponent == 0)
            exponent = 1; // subnormal: the same scale as the smallest normal numbers, without the hidden bit
        else
            mantissa |= HiddenBit;

        var position = exponent - 1;
        var shift = position % LimbBits;
        var low = mantissa << shift;
        var high = mantissa >> 1 >> (63 - shift);
        var sign = bits >> 63; // 0 or -1: (x ^ sign) - sign negates x for the latter
        var limbs = (_limbs ?? MakeLimbs()).AsSpan(position / LimbBits, 3);
        limbs[0] += ((long)(low & (ulong)LimbMask) ^ sign) - sign;
        limbs[1] += ((long)(low >> LimbBits) ^ sign) - sign;
        limbs[2] += ((long)high ^ sign) - sign;
        if (++_addends >= AddendsBeforeCarry)
            Carry();
    }

    /// <summary>Adds all that another sum holds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Merge(ExactSum other)
    {
        if (other._limbs is null)
        {
            AddFew(other._fewAt, other._few);
            return;
        }

        Span<long> limbs = stackalloc long[LimbCount];
        other.CopyTo(limbs);
        Carry(limbs);
        var sums = Carry();
        for (var i = 0; i < limbs.Length; i++)
            sums[i] += limbs[i];
        _addends = 2;
    }

    /// <summary>Takes away all that another sum holds.</summary>
    public void Subtract(ExactSum other)
    {
        Span<long> limbs = stackalloc long[LimbCount];
        other.CopyTo(limbs);
        Carry(limbs);
        var sums = Carry();
        for (var i = 0; i < limbs.Length; i++)
            sums[i] -= limbs[i];
        _addends = 2;
    }

    /// <summary>The sum divided by a count: finite also where the sum itself is beyond the range of a double.</summary>
    public double DividedBy(long count)
    {
        const int scale = 64;
        var sum = Value;
        return double.IsFinite(sum) ? sum / count : Math.ScaleB(Round(scale) / count, scale);
    }

    /// <summary>The limbs, each with the sign of the sum and smaller than 2^32 in size: one form for each sum.</summary>
    internal void CopyCanonical(Span<long> limbs)
    {
        CopyTo(limbs);
        Carry(limbs);
        if (limbs[^1] >= 0)
            return;
        Negate(limbs);
        Carry(limbs);
        Negate(limbs);
    }

    /// <summary>The sum of limbs that <see cref="CopyCanonical"/> gave.</summary>
    /// <param name="at">The number of the first one.</param>
    /// <param name="limbs">The limbs; kept.</param>
    internal static ExactSum OfLimbs(int at, long[] limbs) => new() { _fewAt = at, _few = limbs };

    /// <summary>Checks that a limb is one.</summary>
    internal static long RequireLimb(long limb) =>
        limb is > LimbMask or < -LimbMask ? throw new ArgumentOutOfRangeException(nameof(limb), limb, "A limb has 32 bits and a sign.") : limb;

    private void AddFew(int at, long[] few)
    {
        if (_limbs is null && _few.Length == 0)
        {
            (_fewAt, _few) = (at, few);
            return;
        }

        var limbs = _limbs ?? MakeLimbs();
        for (var i = 0; i < few.Length; i++)
            limbs[at + i] += few[i];
        if (++_addends >= AddendsBeforeCarry)
            Carry();
    }

    private long[] MakeLimbs()
    {
        var limbs = new long[LimbCount];
        CopyTo(limbs);
        (_few, _addends) = ([], 1);
        return _limbs = limbs;
    }

    private void CopyTo(Span<long> limbs)
    {
        limbs.Clear();
        if (_limbs is not null)
            _limbs.CopyTo(limbs);
        else
            _few.CopyTo(limbs[_fewAt..]);
    }

    private long[] Carry()
    {
        var limbs = _limbs ?? MakeLimbs();
        Carry(limbs);
        _addends = 1;
        return limbs;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Carry(Span<long> limbs)
    {
        var carry = 0L;
        for (var i = 0; i < limbs.Length - 1; i++)
        {
            var limb = limbs[i] + carry;
            limbs[i] = limb & LimbMask;
            carry = limb >> LimbBits;
        }

        limbs[^1] += carry;
    }

    private static void Negate(Span<long> limbs)
    {
        for (var i = 0; i < limbs.Length; i++)
            limbs[i] = -limbs[i];
    }

    /// <summary>The sum times 2^-scale, rounded to nearest, ties to even.</summary>
    private double Round(int scale)
    {
        Span<long> limbs = stackalloc long[LimbCount];
        CopyCanonical(limbs);
        var top = limbs.LastIndexOfAnyExcept(0L);
        if (top < 0)
            return 0;

        var negative = limbs[top] < 0;
        if (negative)
            Negate(limbs);

        // The top three limbs hold at least 65 significant bits; of those below only matters whether any is set.
        var window = ((UInt128)(ulong)limbs[top] << 64) | ((UInt128)Limb(limbs, top - 1) << 32) | Limb(limbs, top - 2);
        var highestBit = 127 - (int)UInt128.LeadingZeroCount(window);
        var exponent = (top * LimbBits) + highestBit - 64 - MantissaBits + 1 - scale;

        // Below exponent 1 lie the subnormals: the last bit is worth 2^-1074, no less.
        var shift = highestBit - MantissaBits + (exponent < 1 ? 1 - exponent : 0);
        var mantissa = (ulong)(window >> shift);
        var rest = window & ((UInt128.One << shift) - 1);
        var half = UInt128.One << (shift - 1);
        var inexact = top > 2 && limbs[..(top - 2)].ContainsAnyExcept(0L);
        if (rest > half || (rest == half && (inexact || (mantissa & 1) == 1)))
            mantissa++;

        // Adding, not or-ing, lets a mantissa that rounded up to the next power of two move on the exponent.
        var bits = exponent < 1 ? mantissa : ((ulong)exponent << MantissaBits) + mantissa - HiddenBit;
        var size = BitConverter.UInt64BitsToDouble(Math.Min(bits, InfinityBits));
        return negative ? -size : size;
    }

    private static uint Limb(ReadOnlySpan<long> limbs, int index) => index < 0 ? 0 : (uint)limbs[index];
}
