using System.Globalization;
using System.Text.Json;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Live;

namespace LoadTestAz.Benchmarks.Live;

/// <summary>What it costs to follow a run of many workers: one look at which all have written a snapshot.</summary>
internal sealed class LiveBenchmark : IBenchmark
{
    private const string RunId = "lt-bench";
    private const int Distinct = 8;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    public string Name => "live";

    public string Summary => """
        Processor time and memory of one look at a run, at which all workers have written a snapshot; they do so every 5 s.
          --workers N   workers (300)
          --metrics N   metrics of each beside the shown ones, every second one a trend (22)
          --seconds N   how long the load has lasted (600)
          --rate N      requests a second of each worker (50)
          --looks N     looks measured (10)
        """;

    public async Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new Options(arguments, "workers", "metrics", "seconds", "rate", "looks");
        var (workers, looks) = (options.Number("workers", 300, 1, 1000), options.Number("looks", 10, 3, 1000));
        var seconds = options.Number("seconds", 600, 10, 86_400);
        var plan = PlanOf(workers);
        var snapshots = Enumerable.Range(0, Distinct).Select(i => Snapshot(plan, i, seconds, options.Number("metrics", 22, 0, 1000), options.Number("rate", 50, 1, 1000))).ToList();
        var store = new SnapshotStore(RunId, snapshots, workers);
        var figures = new LiveFigures(plan);
        var observer = new RunObserver(new RunStore(store, RunId)) { WatchedMetrics = figures.IsWatched };
        var document = new RunDocument(RunId, Start, Start.AddHours(1), "here");
        var states = plan.Workers.Select(w => Running(w)).ToList();
        var before = Heap();
        var (times, reading, allocated) = (new List<double>(), new List<double>(), new List<double>());
        for (var look = 0; look < looks + 2; look++)
        {
            store.Renew();
            var (cpu, bytes) = (ProcessorTime.Own, GC.GetTotalAllocatedBytes());
            await observer.PollAsync(Start, cancellationToken);
            var read = ProcessorTime.Own - cpu;
            figures.Describe(document, observer, states, Start.AddSeconds(seconds));
            if (look < 2)
                continue; // Compilation.
            times.Add((ProcessorTime.Own - cpu).TotalMilliseconds);
            reading.Add(read.TotalMilliseconds);
            allocated.Add((GC.GetTotalAllocatedBytes() - bytes) / 1e6);
        }

        var kept = (Heap() - before) / 1e6;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | {workers} workers, snapshots of {snapshots.Average(s => s.Length) / 1000:0} KB | median (quartiles) |
            |---|---|
            | CPU of a look, ms | {Spread.Of(times).ToString("0")} |
            | of it reading and decoding, ms | {Spread.Of(reading).ToString("0")} |
            | share of a core, at a look every 5 s | {Spread.Of(times).Median / 5000:0.0%} |
            | allocated in a look, MB | {Spread.Of(allocated).ToString("0")} |
            | kept between looks, MB | {kept:0} |
            | working set, MB | {Environment.WorkingSet / 1e6:0} |
            """));
    }

    private static LoadTestPlan PlanOf(int workers) => new()
    {
        Name = "bench",
        RunId = RunId,
        TestType = TestType.Protocol,
        TotalVus = workers,
        Duration = TimeSpan.FromHours(1),
        Thresholds = [new("http_req_duration{status:200}", "p(95)<500", AbortOnFail: true), new("http_req_failed", "rate<0.5", AbortOnFail: true), new("custom_1", "p(99)<5000")],
        StopWhen = [new("http_req_failed", "rate>0.9", TimeSpan.FromMinutes(1)), new("http_req_duration", "p(95)>60000", TimeSpan.FromMinutes(2))],
        Workers = [.. Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1 })],
    };

    // Latencies as they are: a long tail over three powers of ten.
    private static byte[] Snapshot(LoadTestPlan plan, int seed, int seconds, int metrics, int rate)
    {
        var random = new Random(seed);
        var set = new MetricSet(plan.WatchedMetrics);
        var tags = TagSet.Of([new("status", "200"), new("method", "GET")]);
        Metric[] trends = [BuiltInMetrics.HttpReqDuration, BuiltInMetrics.IterationDuration, .. Custom(metrics, odd: true)];
        Metric[] counters = [BuiltInMetrics.HttpReqs, BuiltInMetrics.Iterations, BuiltInMetrics.DataSent, BuiltInMetrics.DataReceived, .. Custom(metrics, odd: false)];
        for (var request = 0; request < seconds * rate; request++)
        {
            var at = Start.AddSeconds((double)request / rate);
            set.Add(at, tags, [.. trends.Select(t => new Sample(t, 20 * Math.Exp(1.2 * Normal(random)))), .. counters.Select(c => new Sample(c, 1)), new(BuiltInMetrics.HttpReqFailed, request % 50 == 0 ? 1 : 0)]);
            if (request % rate == 0)
                set.Add(at, TagSet.Empty, [new(BuiltInMetrics.Vus, 10), new(BuiltInMetrics.VusMax, 10)]);
        }

        using var json = JsonDocument.Parse(MetricSetJson.SerializeWithoutSeries(set));
        return JsonSerializer.SerializeToUtf8Bytes(new LiveDocument(0, seed + 1, Start.AddSeconds(seconds), Start, WorkerState.Running, json.RootElement), RunJson.Default.LiveDocument);
    }

    private static IEnumerable<Metric> Custom(int count, bool odd) =>
        Enumerable.Range(0, count).Where(i => i % 2 == (odd ? 1 : 0)).Select(i => new Metric($"custom_{i}", odd ? MetricType.Trend : MetricType.Counter));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static LoadTestWorker Running(LoadTestPlanWorker share) => new()
    {
        RunId = RunId, Index = share.Index, Name = $"w{share.Index}", TestType = share.TestType, Vus = share.Vus, State = WorkerState.Running, Location = "memory",
    };

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
