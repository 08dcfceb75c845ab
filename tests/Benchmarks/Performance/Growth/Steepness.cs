using System.Globalization;
using LoadTestAz.Benchmarks.Measuring;

namespace LoadTestAz.Benchmarks.Performance.Growth;

/// <summary>How steeply a cost grows.</summary>
internal static class Steepness
{
    // Noise makes a line of a few points a little steeper or flatter.
    private const double StraightExponent = 1.1;

    /// <summary>An aim of a cost that grows in proportion to the size at most: 1 is a straight line, less is better.</summary>
    /// <param name="what">What grows.</param>
    /// <param name="points">In ascending order of size; the steepness is taken over the last tenfold growth, where fixed costs matter least.</param>
    public static Target AtMostStraight(string what, IReadOnlyList<(double Size, double Cost)> points)
    {
        var (last, from) = (points[^1], points.Last(p => p.Size <= points[^1].Size / 5));
        var exponent = Math.Log(last.Cost / from.Cost) / Math.Log(last.Size / from.Size);
        return new Target(
            what,
            "a straight line or better",
            string.Create(CultureInfo.InvariantCulture, $"{last.Size / from.Size:0} times the size costs {last.Cost / from.Cost:0.0} times as much"),
            exponent <= StraightExponent);
    }

    /// <summary>The median alone, of rounds that take long.</summary>
    public static double Median(IEnumerable<double> values) => Spread.Of(values).Median;
}
