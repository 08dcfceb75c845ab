using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>Summaries of samples in place of the samples.</summary>
public sealed class SampleSummaryTests
{
    private static readonly Metric Trend = new("t", MetricType.Trend, MetricContents.Time);
    private static readonly Metric Counter = new("c", MetricType.Counter);
    private static readonly Metric Gauge = new("g", MetricType.Gauge);
    private static readonly TagSet Ok = TagSet.Of([new("status", "200")]);

    [Fact]
    public void Summaries_of_the_samples_give_the_figures_of_the_samples() =>
        Gen.Select(Values.Finite.Array[1, 20].Array[1, 5], Gen.Double[0, 100]).Sample((intervals, percent) =>
        {
            var (one, other) = (Set(), Set());
            foreach (var values in intervals)
            {
                var sum = new ExactSum();
                foreach (var value in values)
                {
                    sum.Add(value);
                    one.Add(Sets.Start, Ok, [new(Trend, value), new(BuiltInMetrics.HttpReqFailed, value)]);
                }

                if (!double.IsFinite(sum.Value))
                    return;
                other.Add(Ok, new SampleSummary(Trend, Sets.Start, Sets.Start.AddSeconds(1), Counts(values), sum.Value, 0));
                other.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqFailed, Sets.Start, Sets.Start.AddSeconds(1), Counts(values), 0, 0));
            }

            foreach (var name in new[] { "t", "t{status:200}" })
            {
                var (a, b) = (Find<TrendAccumulator>(one, name), Find<TrendAccumulator>(other, name));
                Assert.Equal((a.Samples, a.Min, a.Max, a.Percentile(percent), a.RelativeError), (b.Samples, b.Min, b.Max, b.Percentile(percent), b.RelativeError));
                
                // The intervals' sums are rounded, so what cancels out over all of them is lost.
                Assert.Equal(a.Sum, b.Sum, intervals.Sum(values => values.Sum(value => Math.Abs(value) * 1e-12)));
            }

            var (before, after) = (Find<RateAccumulator>(one, "http_req_failed"), Find<RateAccumulator>(other, "http_req_failed"));
            Assert.Equal((before.Passes, before.Fails), (after.Passes, after.Fails));
        });

    [Fact]
    public void Counters_and_gauges_and_checks_take_them()
    {
        var set = Set();
        var (from, to) = (Sets.Start, Sets.Start.AddSeconds(1));
        set.Add(Ok, new SampleSummary(Counter, from, to, new ValueCount(12.5, 1)));
        set.Add(Ok, new SampleSummary(Counter, to, to.AddSeconds(1), new ValueCount(-2, 1)));
        set.Add(Ok, new SampleSummary(Gauge, from, to, new ValueCount(7, 1)));
        set.Add(Ok, new SampleSummary(Gauge, to, to.AddSeconds(1), new ValueCount(5, 1)));
        set.Add(TagSet.Of([new("check", "is ok"), new("group", "::a")]), new SampleSummary(BuiltInMetrics.Checks, from, to, [new(0, 3), new(1, 40)], 40, 0));

        var counter = Find<CounterAccumulator>(set, "c");
        Assert.Equal((10.5, from, to.AddSeconds(1)), (counter.Sum, counter.First, counter.Last));
        var gauge = Find<GaugeAccumulator>(set, "g");
        Assert.Equal((5d, 5d, 7d, true), (gauge.Value, gauge.Min, gauge.Max, gauge.IsThinned));
        var check = Assert.Single(set.Checks);
        Assert.Equal(("::a", "is ok", 40, 3), (check.Group, check.Name, check.Passes, check.Fails));
        Assert.Equal((from, to.AddSeconds(1)), (set.FirstSample, set.LastSample));
    }

    [Fact]
    public void What_is_not_finite_is_counted_and_left_out()
    {
        var set = Set();
        set.Add(Ok, new SampleSummary(Counter, Sets.Start, Sets.Start, new ValueCount(double.PositiveInfinity, 1)));
        set.Add(Ok, new SampleSummary(Trend, Sets.Start, Sets.Start, [new(1, 2), new(2, 1)], double.NaN, 0));
        Assert.Equal((0, 1), (Find<CounterAccumulator>(set, "c").Samples, Find<CounterAccumulator>(set, "c").Rejected));
        Assert.Equal((0, 3), (Find<TrendAccumulator>(set, "t").Samples, Find<TrendAccumulator>(set, "t").Rejected));
        Assert.Empty(set.Series.Points);
        Assert.Null(set.FirstSample);
    }

    [Fact]
    public void The_worst_error_goes_through_merging_and_files()
    {
        MetricSet Of(double error)
        {
            var set = Set();
            set.Add(Ok, new SampleSummary(Trend, Sets.Start, Sets.Start, [new(100, 10)], 1000, error));
            return set;
        }

        foreach (var merged in new[] { Sets.Merge(Of(0.01), Of(0.0217), Of(0)), Sets.Merge(Of(0), Of(0.0217), Of(0.01)) })
        {
            var trend = Find<TrendAccumulator>(MetricSetJson.Deserialize(MetricSetJson.Serialize(merged)), "t{status:200}");
            Assert.Equal(0.0217, trend.SourceError);
            Assert.Equal(0.0227, trend.RelativeError, 0.00005);
        }

        Assert.Equal(Math.ScaleB(1, -10), Find<TrendAccumulator>(Sets.Merge(Of(0), Of(0)), "t").RelativeError, 1e-15);
    }

    [Theory]
    [InlineData("\"error\":-0.1", "contradict")]
    [InlineData("\"error\":1.1", "contradict")]
    [InlineData("\"error\":\"a\"", "a number")]
    [InlineData("\"thinned\":1", "true or false")]
    public void Rubbish_in_a_file_is_refused(string member, string reason)
    {
        var set = Set();
        set.Add(Ok, new SampleSummary(Trend, Sets.Start, Sets.Start, [new(100, 10)], 1000, 0.5));
        var json = Sets.Json(set);
        Assert.Contains("\"error\":0.5", json);
        json = json.Replace("\"error\":0.5", member);
        Assert.Contains(reason, Assert.Throws<FormatException>(() => MetricSetJson.Deserialize(System.Text.Encoding.UTF8.GetBytes(json))).Message);
    }

    [Fact]
    public void Each_second_gets_its_share_by_time()
    {
        // From 0.75 s to 2.25 s: a sixth, four sixths, a sixth.
        var second = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var (from, to) = (second.AddSeconds(0.75), second.AddSeconds(2.25));
        var set = Set();
        set.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqs, from, to, new ValueCount(60, 1)));
        set.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqDuration, from, to, [new(10, 30), new(20, 18), new(30, 12)], 1020, 0));
        set.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqFailed, from, to, [new(0, 54), new(1, 6)], 6, 0));
        set.Add(Ok, new SampleSummary(BuiltInMetrics.Vus, from, to, new ValueCount(20, 1)));

        var points = set.Series.Points.ToArray();
        Assert.Equal([10d, 40, 10], points.Select(p => p.Requests));
        Assert.Equal([1d, 4, 1], points.Select(p => p.Failures));
        Assert.Equal([5d, 20, 5], points.Select(p => p.VuSeconds));
        Assert.Equal([10L, 40, 10], points.Select(p => p.Latency.Count));
        Assert.All(points, p => Assert.Equal(20, p.Latency.Percentile(60), 0.2));
    }

    [Fact]
    public void Whatever_the_intervals_the_points_add_up_to_the_whole() => Gen.Select(
        Gen.Select(Gen.Long[0, 20 * TimeSpan.TicksPerSecond], Gen.Long[0, 20 * TimeSpan.TicksPerSecond], Values.Latency.Array[1, 30]).Array[1, 10], Gen.Bool).Sample((summaries, far) =>
        {
            var (set, requests) = (Set(), 0);
            foreach (var (start, length, values) in summaries)
            {
                var from = Sets.Start.AddTicks(start);
                var to = from.AddTicks(far ? length * 1000 : length);
                set.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqs, from, to, new ValueCount(values.Length, 1)));
                set.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqDuration, from, to, Counts(values), values.Sum(), 0));
                requests += values.Length;
            }

            Assert.Equal(requests, set.Series.Points.Sum(p => p.Requests));
            Assert.Equal(requests, set.Series.Points.Sum(p => p.Latency.Count));
            Assert.InRange(set.Series.Points.Count, 1, TimeSeries.MaxPoints);
        });

    private static ValueCount[] Counts(double[] values) => [.. values.Order().GroupBy(v => v).Select(g => new ValueCount(g.Key, g.Count()))];

    private static MetricSet Set() => new([MetricSelector.Parse("t{status:200}")]);

    private static T Find<T>(MetricSet set, string selector)
        where T : MetricAccumulator => (T)set.Find(MetricSelector.Parse(selector))!.Accumulator;
}
