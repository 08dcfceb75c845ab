using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class AscendingDoublesTests
{
    [Fact]
    public void Sorts_as_the_library_does() => Values.Finite.Array[0, 200].Sample(values =>
    {
        var expected = values.Order().ToArray();
        AscendingDoubles.Sort(values);
        Assert.Equal(expected, values);
    });

    [Fact]
    public void Has_negative_numbers_before_zeros_before_positive_ones()
    {
        double[] values = [double.MaxValue, 0.0, -double.Epsilon, 1, double.Epsilon, -0.0, double.MinValue, -1];
        AscendingDoubles.Sort(values);
        Assert.Equal([double.MinValue, -1, -double.Epsilon, -0.0, 0.0, double.Epsilon, 1, double.MaxValue], values);
        Assert.True(double.IsNegative(values[3]) && !double.IsNegative(values[4]));
    }
}
