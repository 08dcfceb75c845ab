namespace LoadTestAz.Merging.Estimates;

/// <summary>Allowances for the rounding of doubles, so that bounds hold for what k6 computes and not only on paper.</summary>
internal static class Rounding
{
    /// <summary>Half the distance between 1 and the next double: the relative error of one operation.</summary>
    public const double Unit = 1.0 / (1L << 53);

    /// <summary>More than a handful of operations on numbers of this size can be off.</summary>
    public static double Of(double size) => size == 0 ? 0 : (8 * Unit * size) + (8 * double.Epsilon);

    /// <summary><c>(1 - fraction) x + fraction y</c>, also where y - x is no double.</summary>
    public static double Mix(double x, double y, double fraction) =>
        double.IsFinite(y - x) ? x + ((y - x) * fraction) : (x * (1 - fraction)) + (y * fraction);

    /// <summary>A number whose order as an integer is the order of the doubles.</summary>
    public static long ToKey(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        return bits ^ ((bits >> 63) & long.MaxValue);
    }

    /// <summary>The double of a key.</summary>
    public static double FromKey(long key) => BitConverter.Int64BitsToDouble(key ^ ((key >> 63) & long.MaxValue));

    /// <summary>The key halfway between two.</summary>
    public static long Between(long low, long high) => (low & high) + ((low ^ high) >> 1);
}
