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

    // Many are sorted otherwise than few; alike in most digits, or in none.
    [Fact]
    public void Sorts_many_as_the_library_does() => Gen.Select(Gen.OneOf(Values.Finite, Gen.Double[1, 1.001], Gen.Const(-0.5), Gen.Int[0, 3].Select(i => (double)i)).Array[900, 1100], Values.Finite.Array[900, 1100]).Sample((some, others) =>
    {
        foreach (var values in new[] { some, others, [.. Enumerable.Repeat(7.25, 1500)] })
        {
            var expected = values.Order().ToArray();
            AscendingDoubles.Sort(values);
            Assert.Equal(expected, values);
        }
    }, iter: 100);

    [Fact]
    public void Has_negative_numbers_before_zeros_before_positive_ones()
    {
        double[] values = [double.MaxValue, 0.0, -double.Epsilon, 1, double.Epsilon, -0.0, double.MinValue, -1];
        AscendingDoubles.Sort(values);
        Assert.Equal([double.MinValue, -1, -double.Epsilon, -0.0, 0.0, double.Epsilon, 1, double.MaxValue], values);
        Assert.True(double.IsNegative(values[3]) && !double.IsNegative(values[4]));
    }
}
