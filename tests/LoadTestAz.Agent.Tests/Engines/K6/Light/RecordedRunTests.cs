using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

/// <summary>Light capture against every sample of the same run.</summary>
public sealed class RecordedRunTests
{
    [Fact]
    public async Task Metrics_and_counts_are_those_of_the_samples()
    {
        var (light, full) = (Recorded.Light(), await Recorded.FullAsync());

        Assert.Equal(full.Metrics.Select(m => m.Metric), light.Metrics.Select(m => m.Metric));
        Assert.Contains("_stock", light.Metrics.Select(m => m.Metric.Name));
        foreach (var (expected, actual) in Pairs(full, light))
        {
            switch (expected)
            {
                case CounterAccumulator counter:
                    // k6 adds up in double precision, which rounds.
                    Assert.Equal(counter.Sum, ((CounterAccumulator)actual).Sum, Math.Abs(counter.Sum) * 1e-12);
                    break;
                case RateAccumulator rate:
                    Assert.Equal((rate.Passes, rate.Fails), (((RateAccumulator)actual).Passes, ((RateAccumulator)actual).Fails));
                    break;
                case TrendAccumulator trend:
                    var other = (TrendAccumulator)actual;
                    Assert.Equal((trend.Samples, trend.Min, trend.Max), (other.Samples, other.Min, other.Max));
                    Assert.Equal(trend.Sum, other.Sum, Math.Abs(trend.Sum) * 1e-12);
                    Assert.InRange(other.SourceError, 0, 0.2);
                    break;
                case GaugeAccumulator gauge:
                    Assert.True(((GaugeAccumulator)actual).IsThinned);
                    Assert.InRange(((GaugeAccumulator)actual).Value, gauge.Min, gauge.Max);
                    break;
            }
        }
    }

    [Fact]
    public async Task Checks_have_their_groups_and_counts()
    {
        var (light, full) = (Recorded.Light(), await Recorded.FullAsync());
        Assert.Equal(3, full.Checks.Count);
        Assert.Equal(full.Checks.Select(c => (c.Group, c.Name, c.Passes, c.Fails)), light.Checks.Select(c => (c.Group, c.Name, c.Passes, c.Fails)));
    }

    [Theory]
    [InlineData("http_req_duration")]
    [InlineData("http_req_blocked")]
    [InlineData("iteration_duration")]
    [InlineData("think_time")]
    [InlineData("odd_values")] // Zero, negative, 1e-9 to 12,345.
    public async Task Each_order_statistic_is_within_the_error_that_is_stated(string metric)
    {
        var (light, values) = ((TrendAccumulator)Recorded.Light().Find(metric)!.Accumulator, await Recorded.ValuesAsync(metric));
        Assert.Equal(values.Length, light.Samples);
        for (var i = 0; i < values.Length; i++)
        {
            // The place in between that k6 gives to the i-th of n values.
            var estimate = light.Percentile(Math.Min(100, 100.0 * i / (values.Length - 1)));
            Assert.InRange(estimate, values[i] - (light.RelativeError * Math.Abs(values[i])) - 1e-12, values[i] + (light.RelativeError * Math.Abs(values[i])) + 1e-12);
        }
    }

    [Fact]
    public async Task The_course_over_time_has_all_of_it_and_no_gaps()
    {
        var (light, full) = (Recorded.Light(), await Recorded.FullAsync());
        foreach (var amount in new Func<TimeSeriesPoint, double>[] { p => p.Requests, p => p.Failures, p => p.Iterations, p => p.DataSent, p => p.DataReceived, p => p.Latency.Count })
            Assert.Equal(full.Series.Points.Sum(amount), light.Series.Points.Sum(amount));
        Assert.All(light.Series.Points.Skip(1), p => Assert.InRange(p.Requests, 1, full.Series.Points.Sum(x => x.Requests)));
        Assert.InRange((light.FirstSample!.Value - full.FirstSample!.Value).TotalSeconds, -1.5, 1.5);
        Assert.InRange((light.LastSample!.Value - full.LastSample!.Value).TotalSeconds, -0.5, 1.5);
    }

    [Fact]
    public void Its_totals_agree_with_k6s_own_summary()
    {
        var metrics = new LightMetrics(new SampleRecorder(), TimeProvider.System);
        foreach (var request in Recorded.Requests)
            metrics.Take(OtlpReader.Read(request));
        Assert.Null(LightCheck.Difference(metrics.Totals, Recorded.Summary));
        Assert.Equal(0, metrics.OddPoints);
    }

    private static IEnumerable<(MetricAccumulator Full, MetricAccumulator Light)> Pairs(MetricSet full, MetricSet light)
    {
        foreach (var (a, b) in full.Metrics.Zip(light.Metrics))
        {
            yield return (a.Accumulator, b.Accumulator);
            Assert.Equal(a.Submetrics.Select(s => s.Selector), b.Submetrics.Select(s => s.Selector));
            foreach (var (x, y) in a.Submetrics.Zip(b.Submetrics))
            {
                Assert.False(x.Accumulator.IsEmpty);
                yield return (x.Accumulator, y.Accumulator);
            }
        }
    }
}
