using System.Text.Json;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Benchmarks.Live;

/// <summary>A run to be followed, and what its workers write.</summary>
internal static class LivePlan
{
    /// <summary>A plan of so many workers, with thresholds and rules to be judged on the way.</summary>
    public static LoadTestPlan Of(string runId, int workers) => new()
    {
        Name = "bench",
        RunId = runId,
        TestType = TestType.Protocol,
        TotalVus = workers,
        Duration = TimeSpan.FromHours(1),
        Thresholds = [new("http_req_duration{status:200}", "p(95)<500", AbortOnFail: true), new("http_req_failed", "rate<0.5", AbortOnFail: true), new("custom_1", "p(99)<5000")],
        StopWhen = [new("http_req_failed", "rate>0.9", TimeSpan.FromMinutes(1)), new("http_req_duration", "p(95)>60000", TimeSpan.FromMinutes(2))],
        Workers = [.. Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1 })],
    };

    /// <summary>A worker's snapshot after some seconds of load.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="start">When the load began.</param>
    /// <param name="seed">Another one for each worker.</param>
    /// <param name="seconds">How long the load has lasted.</param>
    /// <param name="metrics">How many metrics there are beside the shown ones, every second one a trend.</param>
    /// <param name="rate">Requests a second.</param>
    public static byte[] Snapshot(LoadTestPlan plan, DateTimeOffset start, int seed, int seconds, int metrics, int rate)
    {
        using var json = JsonDocument.Parse(Metrics(plan, start, seed, seconds, seconds, metrics, rate).Single());
        return JsonSerializer.SerializeToUtf8Bytes(new LiveDocument(0, seed + 1, start.AddSeconds(seconds), start, WorkerState.Running, json.RootElement), RunJson.Default.LiveDocument);
    }

    /// <summary>The metrics of one worker's snapshots as time goes by: one at the end of each step.</summary>
    public static IEnumerable<byte[]> Metrics(LoadTestPlan plan, DateTimeOffset start, int seed, int seconds, int step, int metrics, int rate)
    {
        // Latencies as they are: a long tail over three powers of ten.
        var random = new Random(seed);
        var set = new MetricSet(plan.WatchedMetrics);
        var tags = TagSet.Of([new("status", "200"), new("method", "GET")]);
        Metric[] trends = [BuiltInMetrics.HttpReqDuration, BuiltInMetrics.IterationDuration, .. Custom(metrics, odd: true)];
        Metric[] counters = [BuiltInMetrics.HttpReqs, BuiltInMetrics.Iterations, BuiltInMetrics.DataSent, BuiltInMetrics.DataReceived, .. Custom(metrics, odd: false)];
        for (var request = 0; request < seconds * rate; request++)
        {
            var at = start.AddSeconds((double)request / rate);
            set.Add(at, tags, [.. trends.Select(t => new Sample(t, 20 * Math.Exp(1.2 * Normal(random)))), .. counters.Select(c => new Sample(c, 1)), new(BuiltInMetrics.HttpReqFailed, request % 50 == 0 ? 1 : 0)]);
            if (request % rate == 0)
                set.Add(at, TagSet.Empty, [new(BuiltInMetrics.Vus, 10), new(BuiltInMetrics.VusMax, 10)]);
            if ((request + 1) % (step * rate) == 0)
                yield return MetricSetJson.SerializeWithoutSeries(set);
        }
    }

    private static IEnumerable<Metric> Custom(int count, bool odd) =>
        Enumerable.Range(0, count).Where(i => i % 2 == (odd ? 1 : 0)).Select(i => new Metric($"custom_{i}", odd ? MetricType.Trend : MetricType.Counter));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
