using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Core.Tests.Merging.Estimates;

/// <summary>Summaries that contradict themselves.</summary>
public sealed class FigureCheckTests
{
    private static readonly TrendSummary Good = new() { Source = "w2/summary.json", Count = SampleCount.Exactly(100), Min = 1, Avg = 6, Med = 5, Max = 50, Quantiles = [new(90, 10), new(95, 20)] };

    private static readonly TrendSummary Other = Summaries.Full([2, 3, 4, 5, 6]);

    [Fact]
    public void Nothing_is_said_of_a_good_one() => Assert.Empty(Of(Good).Doubts);

    [Fact]
    public void A_percentile_that_alone_is_out_of_order_is_left_out()
    {
        var estimate = Of(Good with { Quantiles = [new(90, 400), new(95, 20)] });
        var doubt = Assert.Single(estimate.Doubts);
        Assert.Equal((1, "p(90)", "In the summary of w2/summary.json, p(90) is 400, which does not go together with p(95) of 20, max of 50; it is left out, which makes the bounds wider."), (doubt.Worker, doubt.Figure, doubt.Message));
        Assert.Equal(50, estimate.Max!.Value.Value);
    }

    [Fact]
    public void Two_of_which_either_may_be_wrong_are_both_left_out()
    {
        var estimate = Of(Good with { Quantiles = [new(95, 60)], Avg = null });
        Assert.Equal(["p(95)", "max"], estimate.Doubts.Select(d => d.Figure));
        Assert.Equal(double.PositiveInfinity, estimate.GetPercentile(99)!.Value.UpperBound);
        Assert.Equal(1, estimate.GetPercentile(0)!.Value.LowerBound);
    }

    [Fact]
    public void A_minimum_above_all_is_left_out() =>
        Assert.Equal(["min"], Of(Good with { Min = 70 }).Doubts.Select(d => d.Figure));

    [Theory]
    [InlineData(0.5, "min,avg")]
    [InlineData(51, "max,avg")]
    public void A_mean_outside_of_minimum_and_maximum_makes_both_doubtful(double mean, string figures) =>
        Assert.Equal(figures.Split(','), Of(Good with { Avg = mean }).Doubts.Select(d => d.Figure));

    [Theory]
    [InlineData(2.4)] // half of the samples are at least 5, as the median says
    [InlineData(31)]
    public void A_mean_that_no_such_samples_have_is_left_out(double mean)
    {
        var estimate = Of(Good with { Avg = mean });
        Assert.Equal(["avg"], estimate.Doubts.Select(d => d.Figure));
        Assert.Equal(Of(Good with { Avg = null }).GetPercentile(99), estimate.GetPercentile(99));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void What_is_no_number_is_left_out(double value)
    {
        var estimate = Of(Good with { Min = value, Max = value, Avg = value, Med = value, Quantiles = [new(95, value)] });
        Assert.Equal(["min", "med", "max", "p(95)", "avg"], estimate.Doubts.Select(d => d.Figure));
        Assert.Equal(double.PositiveInfinity, estimate.GetPercentile(95)!.Value.UpperBound);
    }

    [Theory]
    [InlineData(-5, -5L)]
    [InlineData(7, 3L)]
    [InlineData(0, 0L)] // but there are figures
    [InlineData(1, 1L)] // but they differ
    [InlineData(3, 3L)] // but p(90) is not where three samples have it
    [InlineData(long.MaxValue, long.MaxValue)]
    public void A_count_that_can_not_be_is_unknown(long least, long? most)
    {
        var estimate = Of(Good with { Count = new SampleCount(least, most) });
        Assert.Equal(["count"], estimate.Doubts.Select(d => d.Figure));
        Assert.Equal(Of(Good with { Count = SampleCount.Unknown }).GetPercentile(95), estimate.GetPercentile(95));
    }

    [Fact]
    public void Of_a_range_of_counts_only_those_that_fit_are_possible()
    {
        // Three samples have p(90) at 0.2 of the second and 0.8 of the third.
        var three = Summaries.Full([1, 2, 12], 90);
        Assert.Equal(SampleCount.Exactly(3), PooledTrend.Of([three with { Count = new SampleCount(1, 3) }]).Count);
        Assert.Equal(["count"], PooledTrend.Of([three with { Count = new SampleCount(1, 2) }]).Doubts.Select(d => d.Figure));

        // More of them than are tried, and none fits.
        var many = Summaries.Full([.. Enumerable.Repeat(1.0, 5000), 2], 99.99);
        Assert.Equal(["count"], PooledTrend.Of([many with { Count = new SampleCount(1, 1001) }]).Doubts.Select(d => d.Figure));
        Assert.Equal(["count"], PooledTrend.Of([many with { Count = new SampleCount(1, 1000) }]).Doubts.Select(d => d.Figure));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100.5)]
    [InlineData(double.NaN)]
    public void A_percentile_that_is_none_is_left_out(double percent) =>
        Assert.EndsWith("is no percentile between 0 and 100; it is left out.", Assert.Single(Of(Good with { Quantiles = [new(percent, 3)] }).Doubts).Message);

    [Fact]
    public void Samples_below_the_least_value_are_believed()
    {
        var estimate = Of(Good with { Min = null, Med = -5, LeastValue = 0 });
        Assert.Equal(["med"], estimate.Doubts.Select(d => d.Figure));
        Assert.Equal(double.NegativeInfinity, estimate.Min!.Value.LowerBound);
    }

    [Fact]
    public void One_percentile_told_twice_is_one()
    {
        Assert.Empty(Of(Good with { Quantiles = [new(50, 5), new(90, 10), new(90, 10)] }).Doubts);
        Assert.Equal(["med", "p(50)"], Of(Good with { Quantiles = [new(50, 5.5)] }).Doubts.Select(d => d.Figure));
    }

    [Fact]
    public void A_worker_without_a_name_has_a_number() =>
        Assert.StartsWith("In the summary of worker 1, count is -3,", Assert.Single(Of(Good with { Source = null, Count = SampleCount.Exactly(-3) }).Doubts).Message);

    [Fact]
    public void No_mixture_of_nonsense_fails()
    {
        var random = new Random(3);
        double[] values = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -1e308, 1e308, 0, -0.0, 1, 2, 3, double.Epsilon, -5];
        double? Any() => random.Next(3) == 0 ? null : values[random.Next(values.Length)];
        for (var i = 0; i < 2000; i++)
        {
            var estimate = PooledTrend.Of([.. Enumerable.Range(0, random.Next(4)).Select(_ => new TrendSummary
            {
                Count = new SampleCount(random.Next(-2, 5), random.Next(3) == 0 ? null : random.Next(-2, 8)),
                Min = Any(),
                Max = Any(),
                Avg = Any(),
                Med = Any(),
                Quantiles = [.. Enumerable.Range(0, random.Next(4)).Select(_ => new TrendQuantile(random.Next(-1, 6) * 25, Any() ?? 4))],
                LeastValue = Any() ?? 0,
            })]);
            foreach (var percent in Summaries.Percents)
            {
                if (estimate.GetPercentile(percent) is { } f)
                    Assert.True(f.LowerBound <= f.Value && f.Value <= f.UpperBound && double.IsFinite(f.Value), $"{f}");
            }
        }
    }

    private static PooledTrendEstimate Of(TrendSummary summary) => PooledTrend.Of([Other, summary]);
}
