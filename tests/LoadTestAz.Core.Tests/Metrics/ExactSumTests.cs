using System.Numerics;
using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class ExactSumTests
{
    [Fact]
    public void Is_the_double_nearest_to_the_true_sum() => Values.Finite.Array[0, 30].Sample(values =>
    {
        var truth = values.Aggregate(BigInteger.Zero, (sum, value) => sum + Units(value));
        var actual = Sum(values).Value;
        if (double.IsInfinity(actual))
        {
            Assert.True(BigInteger.Abs(truth) > Units(double.MaxValue));
            return;
        }

        var error = BigInteger.Abs(truth - Units(actual));
        foreach (var neighbour in new[] { Math.BitIncrement(actual), Math.BitDecrement(actual) })
            Assert.True(double.IsInfinity(neighbour) || error <= BigInteger.Abs(truth - Units(neighbour)));
    }, iter: 2000);

    [Fact]
    public void Does_not_depend_on_order_or_grouping() =>
        Gen.Select(Values.Finite.Array[0, 30], Gen.Int[0, 30], Gen.Int).Sample((values, cut, seed) =>
        {
            var shuffled = values.ToArray();
            new Random(seed).Shuffle(shuffled);
            cut = Math.Min(cut, values.Length);
            var merged = Sum(shuffled[cut..]);
            merged.Merge(Sum(shuffled[..cut]));
            Assert.Equal(Sum(values).Value, merged.Value);
        });

    [Fact]
    public void Keeps_what_cancellation_would_lose() => Assert.Equal(1e-300, Sum(1e300, 1e-300, 1, -1e300, -1).Value);

    [Fact]
    public void Rounds_ties_to_even()
    {
        Assert.Equal(9007199254740992, Sum(9007199254740992, 1).Value);
        Assert.Equal(9007199254740996, Sum(9007199254740992, 3).Value);
        Assert.Equal(9007199254740994, Sum(9007199254740992, 1, double.Epsilon).Value);
    }

    [Fact]
    public void Many_small_numbers_add_up_without_drift()
    {
        var sum = new ExactSum();
        for (var i = 0; i < 1_000_000; i++)
            sum.Add(0.1);
        Assert.Equal(100000, sum.Value, 1e-9);
        Assert.Equal((double)(Units(0.1) * 1_000_000 * BigInteger.Pow(10, 20) / BigInteger.Pow(2, 1074)) / 1e20, sum.Value, 1e-9);
    }

    [Fact]
    public void Mean_is_finite_beyond_the_largest_double()
    {
        var sum = Sum(double.MaxValue, double.MaxValue, double.MaxValue);
        Assert.Equal(double.PositiveInfinity, sum.Value);
        Assert.Equal(double.MaxValue, sum.DividedBy(3));
        Assert.Equal(double.MinValue, Sum(double.MinValue, double.MinValue).DividedBy(2));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Refuses_what_is_not_finite(double value) => Assert.Throws<ArgumentOutOfRangeException>(() => Sum(value));

    private static ExactSum Sum(params double[] values)
    {
        var sum = new ExactSum();
        foreach (var value in values)
            sum.Add(value);
        return sum;
    }

    // A finite double is a whole number of units of 2^-1074.
    private static BigInteger Units(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        var (exponent, mantissa) = ((int)(bits >> 52), bits & ((1L << 52) - 1));
        var units = exponent == 0 ? mantissa : (BigInteger)(mantissa | (1L << 52)) << (exponent - 1);
        return value < 0 ? -units : units;
    }
}
