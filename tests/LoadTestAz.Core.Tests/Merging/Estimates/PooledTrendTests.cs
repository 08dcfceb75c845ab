using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Core.Tests.Merging.Estimates;

public sealed class PooledTrendTests
{
    [Fact]
    public void Bounds_rise_also_between_the_percentiles_that_are_told_when_a_count_is_not()
    {
        var few = Summaries.Full([0, 2], [1, 33.3, 90, 95, 99]) with { Avg = null };
        var others = new TrendSummary { Count = new SampleCount(2, 7), Min = 1, Max = 2, Quantiles = [new(10, 1.3), new(50, 2), new(66, 2), new(99, 2)] };
        AssertRises(PooledTrend.Of([few, others]), 1e-5);
    }

    [Fact]
    public void Bounds_rise_across_zero_when_the_count_is_not_known() =>
        AssertRises(PooledTrend.Of([new TrendSummary { Min = -0.0115, Max = 4192, Avg = 1048, Med = 2.4e-6 }]), 1e-2);

    [Fact]
    public void A_percentile_of_all_may_lie_outside_those_of_the_workers()
    {
        // Three samples, p(25) halfway between the first two: two such workers have four of six samples at 10.
        var worker = Summaries.Full([0, 10, 10], 25);
        Assert.Equal(5, worker.Quantiles[0].Value);
        var figure = PooledTrend.Of([worker, worker]).GetPercentile(25)!.Value;
        Assert.Equal(2.5, figure.LowerBound, 1e-12);
        Assert.Equal(2.5, figure.UpperBound, 1e-12);
    }

    [Fact]
    public void The_median_of_all_lies_between_those_of_the_workers_whatever_their_counts()
    {
        var workers = new[] { Summaries.Full([1, 4, 9, 30]), Summaries.Full([2, 6, 7]), Summaries.Full([3, 8, 8, 50, 60, 70]) };
        var figure = PooledTrend.Of([.. workers.Select(w => w with { Count = SampleCount.Unknown })]).GetPercentile(50)!.Value;
        Assert.Equal(6, figure.LowerBound, 1e-12);
        Assert.Equal(29, figure.UpperBound, 1e-12);
    }

    [Fact]
    public void A_mean_limits_a_tail_that_has_no_percentile()
    {
        // 1 % of the samples can't be anywhere near a maximum of a minute, or the mean would show it.
        var samples = Enumerable.Repeat(10.0, 9999).Append(60_000).ToArray();
        var worker = Summaries.Full(samples, 90);
        Assert.InRange(PooledTrend.Of([worker, worker]).GetPercentile(99)!.Value.UpperBound, 10, 80);
        var without = PooledTrend.Of([worker with { Avg = null }, worker with { Avg = null }]);
        Assert.Equal(60_000, without.GetPercentile(99)!.Value.UpperBound);
    }

    [Fact]
    public void Beyond_the_last_percentile_the_bounds_go_up_to_the_maximum()
    {
        var worker = Summaries.Full([.. Enumerable.Range(0, 1001).Select(i => (double)i)], 90, 95, 99) with { Avg = null };
        var figure = PooledTrend.Of([worker, worker]).GetPercentile(99.9)!.Value;
        Assert.Equal((990, 1000), (figure.LowerBound, figure.UpperBound));
        Assert.InRange(figure.Value, 995, 999.5);
    }

    [Fact]
    public void A_worker_counts_by_its_number_of_samples()
    {
        var quick = new TrendSummary { Count = SampleCount.Exactly(9900), Min = 1, Med = 2, Max = 3, Quantiles = [new(95, 2.5)] };
        var slow = new TrendSummary { Count = SampleCount.Exactly(100), Min = 1000, Med = 2000, Max = 3000, Quantiles = [new(95, 2500)] };
        var estimate = PooledTrend.Of([quick, slow]);
        Assert.InRange(estimate.GetPercentile(95)!.Value.UpperBound, 2, 3);
        Assert.InRange(estimate.GetPercentile(99.9)!.Value.LowerBound, 1000, 3000);
        Assert.Equal((1, 3000), (estimate.Min!.Value.Value, estimate.Max!.Value.Value));
    }

    [Fact]
    public void Equal_samples_leave_no_doubt()
    {
        var constant = Summaries.Full([7.25, 7.25, 7.25], 95);
        foreach (var worker in new[] { constant, constant with { Count = SampleCount.Unknown } })
            Assert.All(Summaries.Percents, p => Assert.True(PooledTrend.Of([worker, worker]).GetPercentile(p) is { Value: 7.25, IsExact: true }));
    }

    [Fact]
    public void Workers_without_samples_contribute_nothing()
    {
        var worker = Summaries.Full([5, 6, 7, 8], 95);
        var one = PooledTrend.Of([worker]);
        foreach (var other in new[] { PooledTrend.Of([Summaries.Full([]), worker]), PooledTrend.Of([worker, new TrendSummary { Count = SampleCount.Exactly(0) }]) })
        {
            Assert.Empty(other.Doubts);
            Assert.Equal((one.Count, one.Sum, one.Avg), (other.Count, other.Sum, other.Avg));
            Assert.All(Summaries.Percents, p => Assert.Equal(one.GetPercentile(p), other.GetPercentile(p)));
        }

        var none = PooledTrend.Of([Summaries.Full([])]);
        Assert.Equal((SampleCount.Exactly(0), null, null, null), (none.Count, none.Sum, none.Avg, none.GetPercentile(50)));
        Assert.Null(PooledTrend.Of([]).GetPercentile(50));
    }

    [Fact]
    public void Zeros_that_may_be_an_empty_metric_leave_the_minimum_open()
    {
        var zeros = new TrendSummary { Count = new SampleCount(0, null), Min = 0, Max = 0, Avg = 0, Med = 0 };
        var estimate = PooledTrend.Of([Summaries.Full([5, 6, 7, 8], 95), zeros]);
        Assert.Equal((0, 5), (estimate.Min!.Value.LowerBound, estimate.Min!.Value.UpperBound));
        Assert.Equal(new SampleCount(4, null), estimate.Count);
    }

    [Fact]
    public void Counts_and_sums_are_exact_where_they_are_told()
    {
        var estimate = PooledTrend.Of([Summaries.Full([1, 2]), Summaries.Full([6])]);
        Assert.Equal((SampleCount.Exactly(3), new EstimatedFigure(9, 9, 9), new EstimatedFigure(3, 3, 3)), (estimate.Count, estimate.Sum!.Value, estimate.Avg!.Value));

        var unknown = PooledTrend.Of([Summaries.Full([1, 2]) with { Count = SampleCount.Unknown }, Summaries.Full([6])]);
        Assert.Null(unknown.Sum);
        Assert.Equal((1.5, 6), (unknown.Avg!.Value.LowerBound, unknown.Avg!.Value.UpperBound));
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void Refuses_percentiles_that_are_none(double percentile) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PooledTrend.Of([Summaries.Full([1])]).GetPercentile(percentile));

    [Fact]
    public void Many_workers_are_no_matter()
    {
        var random = new Random(7);
        var samples = Enumerable.Range(0, 1000).Select(_ => Enumerable.Range(0, random.Next(1, 400)).Select(_ => Math.Exp(3 + (2 * random.NextDouble()))).ToArray()).ToArray();
        var all = Summaries.Sorted(samples.SelectMany(s => s));
        var estimate = PooledTrend.Of([.. samples.Select(s => Summaries.Full(s, 90, 95, 99, 99.9))]);
        foreach (var percent in new[] { 50, 90, 95, 99, 99.9 })
        {
            var figure = Summaries.AssertHolds(estimate, all, percent);
            Assert.Equal(Metrics.Values.Percentile(all, percent), figure.Value, 0.03 * figure.Value);
        }
    }

    private static void AssertRises(PooledTrendEstimate estimate, double rounding)
    {
        var figures = Enumerable.Range(0, 2001).Select(p => estimate.GetPercentile(p / 20.0)!.Value).ToList();
        foreach (var (one, next) in figures.Zip(figures.Skip(1)))
        {
            Assert.True(
                next.LowerBound >= one.LowerBound - rounding && next.UpperBound >= one.UpperBound - rounding && next.Value >= one.Value - rounding,
                $"{next} comes after {one}");
        }
    }
}
