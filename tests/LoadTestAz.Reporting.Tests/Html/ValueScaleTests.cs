using CsCheck;
using LoadTestAz.Reporting.Html.Charts;

namespace LoadTestAz.Reporting.Tests.Html;

public sealed class ValueScaleTests
{
    [Theory]
    [InlineData(242, new[] { 0.0, 100, 200, 300 })]
    [InlineData(48, new[] { 0.0, 20, 40, 60 })]
    [InlineData(100, new[] { 0.0, 25, 50, 75, 100 })]
    [InlineData(0.021, new[] { 0.0, 0.01, 0.02, 0.03 })]
    [InlineData(0, new[] { 0.0, 0.25, 0.5, 0.75, 1 })]
    public void From_zero_to_a_round_value(double max, double[] ticks) =>
        Assert.Equal(ticks, ValueScale.FromZero(max).Ticks.Select(t => Math.Round(t, 9)));

    [Fact]
    public void Counts_have_whole_ticks() => Assert.Equal([0, 1, 2], ValueScale.FromZero(2, whole: true).Ticks);

    [Theory]
    [InlineData(3, 700, 2, 1000, new[] { 10.0, 100, 1000 })]
    [InlineData(12, 90, 10, 100, new[] { 10.0, 20, 50, 100 })]
    [InlineData(5, 5, 5, 10, new[] { 5.0, 10 })]
    public void By_factors_between_round_values(double min, double max, double low, double high, double[] ticks)
    {
        var scale = ValueScale.ByFactors(min, max);
        Assert.Equal((low, high), (Math.Round(scale.Low, 9), Math.Round(scale.High, 9)));
        Assert.Equal(ticks, scale.Ticks.Select(t => Math.Round(t, 9)));
    }

    [Fact]
    public void Outliers_call_for_factors() =>
        Assert.Equal((false, true, false), (ValueScale.Fitting(20, 5, 200).IsLogarithmic, ValueScale.Fitting(20, 5, 2000).IsLogarithmic, ValueScale.Fitting(20, 0, 2000).IsLogarithmic));

    [Fact]
    public void Values_are_placed_in_their_order_within_the_scale_whatever_they_are() =>
        Gen.Select(Gen.Double[1e-9, 1e12], Gen.Double[1e-9, 1e12]).Sample((a, b) =>
        {
            var (low, high) = (Math.Min(a, b), Math.Max(a, b));
            foreach (var scale in new[] { ValueScale.FromZero(high), ValueScale.ByFactors(low, high) })
            {
                Assert.InRange(scale.Ticks.Count, 1, 9);
                Assert.InRange(scale.Place(low), 0, scale.Place(high));
                Assert.InRange(scale.Place(high), scale.IsLogarithmic ? 0 : 0.3, 1);
                Assert.True(scale.High >= high * (1 - 1e-9));
            }
        });
}
