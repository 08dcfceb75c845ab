using System.Text.Json;
using CsCheck;
using LoadTestAz.Core.Tests.Metrics;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Figures;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Merging.Results;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Merging;

/// <summary>Laws of merging: neither order nor grouping shows, and what is not known lies within its bounds.</summary>
public sealed class MergedDataTests
{
    private static readonly Metric Custom = new("my_trend", MetricType.Trend);
    private static readonly Metric Queue = new("queue", MetricType.Gauge);

    private static readonly LoadTestThresholdRule[] Rules = [new("http_req_duration", "p(95)<100"), new("my_trend", "avg<5"), new("http_req_failed", "rate<0.5"), new("queue", "value<3")];

    // Skewed, slow, died early, tiny, or without any sample.
    private static readonly Gen<double[]> Latencies = Gen.OneOf(
        Gen.Double[0.1, 30].Array[20, 200],
        Gen.Double[0, 1].Select(u => Math.Round(5 / Math.Pow(1 - (0.999 * u), 1.2), 6)).Array[50, 300],
        Gen.Double[400, 3000].Array[20, 100],
        Gen.Double[0.1, 30].Array[1, 3],
        Values.Latency.Array[0, 2],
        Gen.Const(Array.Empty<double>()));

    private static readonly Gen<Worker> Workers = Gen.Select(
        Latencies, Gen.OneOf(Gen.Int[-3, 3].Select(i => (double)i), Gen.Double[-10, 10]).Array[0, 20], Gen.Int[0, 5], Gen.Int[0, 3],
        (latencies, custom, vus, source) => new Worker(latencies, custom, vus, (Source)source));

    [Fact]
    public void Neither_order_nor_grouping_shows() =>
        Gen.Select(Workers.Array[1, 7], Gen.Int[0, 1000], Gen.Int[0, 6]).Sample(
            (workers, seed, cut) =>
            {
                var expected = Describe(Merge(workers));
                var shuffled = workers.ToArray();
                new Random(seed).Shuffle(shuffled);
                Assert.Equal(expected, Describe(Merge(shuffled)));

                // Two merges of some of them each, saved and merged again.
                var at = Math.Min(cut, shuffled.Length);
                var both = new MergedData([]);
                both.Add(Saved(Merge(shuffled[at..])), "b");
                both.Add(Saved(Merge(shuffled[..at])), "a");
                Assert.Equal(expected, Describe(both));
            },
            iter: 200);

    [Fact]
    public void Bounds_hold_whatever_the_workers_were() =>
        Workers.Array[1, 12].Sample(
            workers =>
            {
                var metrics = new LoadTestMetrics(ResultFigures.Of(Merge(workers), [], ExactPercentiles.None).Metrics);
                var all = workers.SelectMany(w => w.Latencies).Order().ToArray();
                if (all.Length == 0)
                    return;

                var duration = metrics["http_req_duration"]!;
                Assert.Equal((all.Length, all[0], all[^1]), (duration.Count!.Value, duration.Min!.Value, duration.Max!.Value));
                Assert.InRange(Math.Abs(duration.Avg!.Value - all.Average()), 0, 1e-9 * all.Average());
                foreach (var percent in new[] { 1, 50, 90, 95, 99, 99.9 })
                {
                    var (truth, told) = (Values.Percentile(all, percent), duration.GetBounds(percent)!);
                    Assert.True(told.LowerBound <= truth && truth <= told.UpperBound, $"p({percent}) is {truth:R}, not within {told}");
                    Assert.InRange(told.Value, told.LowerBound, told.UpperBound);
                }
            },
            iter: 200);

    [Fact]
    public void Workers_of_which_only_one_is_slow_are_not_averaged()
    {
        var workers = Enumerable.Range(0, 10).Select(i => new Worker([.. Enumerable.Range(0, 100).Select(k => (i == 9 ? 1000 : 10) + (k / 100.0))], [], 1, Source.Summary)).ToArray();
        var p95 = ResultFigures.Of(Merge(workers), [], ExactPercentiles.None).Metrics["http_req_duration"]!.GetBounds(95)!;
        Assert.InRange(p95.LowerBound, 900, 1001);
        Assert.InRange(p95.Value, 900, 1001);
    }

    private static MergedData Saved(MergedData data) => MergedDataJson.Unpack(MergedDataJson.Pack(data));

    private static MergedData Merge(IReadOnlyList<Worker> workers)
    {
        var data = new MergedData([]);
        foreach (var (worker, i) in workers.Select((w, i) => (w, i)))
        {
            if (worker.Source is Source.Summary or Source.SummaryToo)
                data.Add("w", worker.Summarize(), $"{i}");
            else
                data.Add(worker.Source is Source.Sketch ? MetricSetJson.Deserialize(MetricSetJson.Serialize(worker.Record())) : worker.Record(), $"{i}");
        }

        return data;
    }

    private static string Describe(MergedData data)
    {
        var figures = ResultFigures.Of(data, Rules, ExactPercentiles.None);
        return string.Join('\n', figures.Metrics.Select(m => JsonSerializer.Serialize(m with { Percentiles = null }) + string.Join(' ', m.Percentiles ?? [])).Concat(figures.Checks.Select(c => $"{c}")).Concat(figures.Thresholds.Select(t => $"{t}")).Append($"{figures.Duration}"));
    }

    private enum Source
    {
        Samples,
        Sketch,
        Summary,
        SummaryToo,
    }

    private sealed record Worker(double[] Latencies, double[] Custom, int Vus, Source Source)
    {
        public MetricSet Record()
        {
            var set = new MetricSet();
            var check = TagSet.Of([new("check", "fast"), new("group", "::a")]);
            foreach (var (latency, i) in Latencies.Select((l, i) => (l, i)))
            {
                var time = Sets.Start.AddMilliseconds(i * 7);
                set.Add(time, TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, latency), new(BuiltInMetrics.HttpReqFailed, i % 7 == 0 ? 1 : 0)]);
                set.Add(time, check, [new(BuiltInMetrics.Checks, latency < 20 ? 1 : 0)]);
            }

            foreach (var value in Custom)
                set.Add(Sets.Start, TagSet.Empty, [new(MergedDataTests.Custom, value), new(Queue, value)]);
            set.Add(Sets.Start, TagSet.Empty, [new(BuiltInMetrics.Vus, Vus)]);
            return set;
        }

        // As k6 computes its summary.
        public K6Summary Summarize()
        {
            var set = Record();
            var metrics = set.Metrics.Select(s => Summarize(s)).ToArray();
            return new K6Summary(SummaryKind.HandleSummary, TimeSpan.FromSeconds(1 + Latencies.Length), metrics, [.. set.Checks.Select(c => new LoadTestCheck(c.Group, c.Name, c.Passes, c.Fails))]);
        }

        private SummaryMetric Summarize(MetricSeries series)
        {
            var metric = new SummaryMetric { Selector = series.Selector, Type = series.Metric.Type, Contains = series.Metric.Contains };
            switch (series.Accumulator)
            {
                case CounterAccumulator counter:
                    return metric with { Count = counter.Sum };
                case RateAccumulator rate:
                    return metric with { Count = rate.Samples, Passes = rate.Passes };
                case GaugeAccumulator gauge:
                    return metric with { Value = gauge.Value, Min = gauge.Min, Max = gauge.Max };
            }

            var values = (series.Metric == BuiltInMetrics.HttpReqDuration ? Latencies : Custom).Select(v => v + 0.0).Order().ToArray();
            double[] percents = Source is Source.Summary ? [50, 90, 95] : [50, 90, 95, 99, 99.9];
            return metric with { Avg = values.Sum() / values.Length, Min = values[0], Max = values[^1], Percentiles = [.. percents.Select(p => KeyValuePair.Create(p, Values.Percentile(values, p)))] };
        }
    }
}
