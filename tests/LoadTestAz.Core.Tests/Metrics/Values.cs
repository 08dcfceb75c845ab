using CsCheck;

namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>Numbers to test with, and percentiles computed the plain way.</summary>
internal static class Values
{
    private static readonly double[] Odd =
    [
        0, -0.0, double.Epsilon, -double.Epsilon, 3 * double.Epsilon, 2.2250738585072009E-308, 2.2250738585072014E-308,
        double.MaxValue, double.MinValue, 1, -1, 0.1, 1e-9, 123456789012345680000.0, Math.PI, 1e300, -1e300, 512, 511.99999999999994,
    ];

    /// <summary>Any finite double, with a liking for odd ones.</summary>
    public static readonly Gen<double> Finite = Gen.OneOf(
        Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]),
        Gen.Long.Select(BitConverter.Int64BitsToDouble).Where(double.IsFinite),
        Gen.Double[-1000, 1000],
        Latency);

    /// <summary>Milliseconds with k6's nanosecond resolution.</summary>
    public static Gen<double> Latency => Gen.Int[0, 2_000_000_000].Select(ns => ns / 1e6);

    /// <summary>k6's percentile of all the values.</summary>
    public static double Percentile(double[] sorted, double percent)
    {
        var (lower, upper, fraction) = Neighbours(sorted, percent);
        return double.IsFinite(upper - lower) ? lower + ((upper - lower) * fraction) : (lower * (1 - fraction)) + (upper * fraction);
    }

    /// <summary>How far a percentile may be off when each value may be off by this share.</summary>
    public static double Tolerance(double[] sorted, double percent, double relativeError)
    {
        var (lower, upper, _) = Neighbours(sorted, percent);
        var size = Math.Sign(lower) == Math.Sign(upper) ? Math.Abs(Percentile(sorted, percent)) : Math.Max(Math.Abs(lower), Math.Abs(upper));

        // Beside it, the rounding of the interpolation itself.
        return (size * relativeError * (1 + 1e-9)) + (2 * double.Epsilon);
    }

    private static (double Lower, double Upper, double Fraction) Neighbours(double[] sorted, double percent)
    {
        var rank = percent / 100 * (sorted.Length - 1);
        return (sorted[(int)Math.Floor(rank)], sorted[(int)Math.Ceiling(rank)], rank - Math.Floor(rank));
    }
}
