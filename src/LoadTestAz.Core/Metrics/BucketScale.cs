using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// How the buckets of a <see cref="LatencySketch"/> are numbered, on either side of zero: each power of two is divided into
/// 2^precision buckets of equal width, so that the leading bits of a double's binary form are the number of its bucket.
/// </summary>
internal static class BucketScale
{
    private const int MantissaBits = 52;

    // Subnormals continue the powers of two downwards, to 52 below the smallest normal one; buckets count from there.
    private const int OctavesBelowNormal = 51;
    private const int Octaves = 2046 + OctavesBelowNormal + 1;

    /// <summary>How many buckets there can be.</summary>
    public static int Count(int precision) => Octaves << precision;

    /// <summary>The bucket of a positive value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int BucketOf(double size, int precision)
    {
        var octavesDown = 0;
        if (!double.IsNormal(size))
            (size, octavesDown) = (size * (1L << MantissaBits), MantissaBits);
        var leading = (int)(BitConverter.DoubleToUInt64Bits(size) >> (MantissaBits - precision));
        return leading + ((OctavesBelowNormal - octavesDown) << precision);
    }

    /// <summary>The middle of a bucket.</summary>
    public static double MiddleOf(int bucket, int precision)
    {
        var exponent = (bucket >> precision) - OctavesBelowNormal;
        var mantissa = ((ulong)(bucket & ((1 << precision) - 1)) << (MantissaBits - precision)) | (1UL << (MantissaBits - precision - 1));
        if (exponent >= 1)
            return BitConverter.UInt64BitsToDouble(((ulong)exponent << MantissaBits) | mantissa);

        // Shifting rounds down, which is right: where the middle is no double, the bucket holds one double, its lower end.
        return BitConverter.UInt64BitsToDouble((mantissa | (1UL << MantissaBits)) >> (1 - exponent));
    }

    /// <summary>The smallest and the largest double of a bucket.</summary>
    public static (double Low, double High) EdgesOf(int bucket, int precision)
    {
        return (First(bucket), Math.BitDecrement(First(bucket + 1)));

        // Positive doubles are in the order of their bits, so that one can be looked for.
        double First(int from)
        {
            var (low, high) = (BitConverter.DoubleToInt64Bits(double.Epsilon), BitConverter.DoubleToInt64Bits(double.PositiveInfinity));
            while (low < high)
            {
                var middle = low + ((high - low) / 2);
                if (BucketOf(BitConverter.Int64BitsToDouble(middle), precision) >= from)
                    high = middle;
                else
                    low = middle + 1;
            }

            return BitConverter.Int64BitsToDouble(low);
        }
    }
}
