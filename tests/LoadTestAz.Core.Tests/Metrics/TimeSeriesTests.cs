using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class TimeSeriesTests
{
    [Fact]
    public void Sums_up_what_happened_in_each_interval()
    {
        var set = new MetricSet();
        var second = DateTimeOffset.UnixEpoch.AddDays(20_000);
        set.Add(second.AddMilliseconds(10), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 100), new(BuiltInMetrics.HttpReqFailed, 0)]);
        set.Add(second.AddMilliseconds(999), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 300), new(BuiltInMetrics.HttpReqFailed, 1)]);
        set.Add(second.AddMilliseconds(500), TagSet.Empty, [new(BuiltInMetrics.Vus, 7), new(BuiltInMetrics.DataSent, 11), new(BuiltInMetrics.DataReceived, 13), new(BuiltInMetrics.Iterations, 1)]);
        set.Add(second.AddMilliseconds(1000), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)]);

        Assert.Equal(TimeSpan.FromSeconds(1), set.Series.Interval);
        var points = set.Series.Points.ToArray();
        Assert.Equal([second, second.AddSeconds(1)], points.Select(p => p.Start));
        var first = points[0];
        Assert.Equal((2, 1, 7, 1, 11, 13), (first.Requests, first.Failures, first.VuSeconds, first.Iterations, first.DataSent, first.DataReceived));
        Assert.Equal((2, 7), (first.RequestsPerSecond, first.MeanVus));
        Assert.Equal(200, first.P50, 200 / 128.0);
        Assert.Equal(290, first.P95, 290 / 128.0);
        Assert.Equal(0, points[1].P99);
    }

    [Theory]
    [InlineData(599, 1)]
    [InlineData(600, 5)]
    [InlineData(3600, 10)]
    [InlineData(6 * 3600, 60)]
    [InlineData(24 * 3600, 300)]
    [InlineData(365 * 86400, 86400)]
    public void Intervals_grow_with_the_span(long seconds, int interval)
    {
        var start = DateTimeOffset.UnixEpoch.AddDays(20_000);
        var series = Of([0L, seconds]);
        Assert.Equal(interval, series.Interval.TotalSeconds);
        Assert.All(series.Points, p => Assert.Equal(0, (p.Start - DateTimeOffset.UnixEpoch).Ticks % series.Interval.Ticks));

        TimeSeries Of(long[] offsets)
        {
            var set = new MetricSet();
            foreach (var offset in offsets)
                set.Add(start.AddSeconds(offset), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)]);
            return set.Series;
        }
    }

    [Fact]
    public void Mean_vus_add_up_over_workers()
    {
        var merged = Sets.Merge(Worker(5), Worker(4), Worker(4));
        Assert.All(merged.Series.Points, p => Assert.Equal(13, p.MeanVus));

        static MetricSet Worker(int vus)
        {
            var set = new MetricSet();
            for (var i = 0; i < 3000; i++) // needs intervals of 5 s
                set.Add(DateTimeOffset.UnixEpoch.AddDays(1).AddSeconds(i), TagSet.Empty, [new(BuiltInMetrics.Vus, vus)]);
            return set;
        }
    }

    [Fact]
    public void Never_has_more_points_than_allowed_and_loses_nothing() =>
        Gen.Long[0, DateTimeOffset.MaxValue.UtcTicks].Array[1, 50].Sample(ticks =>
        {
            var set = Record(ticks);
            var points = set.Series.Points;
            Assert.Equal(ticks.Length, points.Sum(p => p.Requests));
            Assert.True((points.Last().Start - points.First().Start).Ticks / set.Series.Interval.Ticks <= TimeSeries.MaxPoints);
        });

    [Fact]
    public void Merging_is_associative_and_commutative_whatever_the_spans()
    {
        var year = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).UtcTicks;
        var part = Gen.OneOf(Gen.Long[0, TimeSpan.TicksPerMinute], Gen.Long[0, TimeSpan.TicksPerDay], Gen.Long[0, 300 * TimeSpan.TicksPerDay], Gen.Long[-year, 0])
            .Select(t => year + t).Array[0, 20];
        Gen.Select(part, part, part).Sample((x, y, z) =>
        {
            var expected = Sets.Json(Record([.. x, .. y, .. z]));
            var (a, b, c) = (Record(x), Record(y), Record(z));
            Assert.Equal(expected, Sets.Json(Sets.Merge(Sets.Merge(a, b), c)));
            Assert.Equal(expected, Sets.Json(Sets.Merge(a, Sets.Merge(b, c))));
            Assert.Equal(expected, Sets.Json(Sets.Merge(c, b, a)));
        });
    }

    private static MetricSet Record(long[] ticks)
    {
        var set = new MetricSet();
        foreach (var t in ticks)
            set.Add(new DateTimeOffset(t, TimeSpan.Zero), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, t % 1000)]);
        return set;
    }
}
