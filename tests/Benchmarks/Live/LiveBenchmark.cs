using System.Globalization;
using LoadTestAz.Benchmarks.Measuring;
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
        var plan = LivePlan.Of(RunId, workers);
        var snapshots = Enumerable.Range(0, Distinct).Select(i => LivePlan.Snapshot(plan, Start, i, seconds, options.Number("metrics", 22, 0, 1000), options.Number("rate", 50, 1, 1000))).ToList();
        var store = new SnapshotStore(RunId, snapshots, workers);
        var figures = new LiveFigures(plan);
        var observer = new RunObserver(new RunStore(store, RunId)) { Readings = figures.Readings };
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

    private static LoadTestWorker Running(LoadTestPlanWorker share) => new()
    {
        RunId = RunId, Index = share.Index, Name = $"w{share.Index}", TestType = share.TestType, Vus = share.Vus, State = WorkerState.Running, Location = "memory",
    };

    private static long Heap() => GC.GetTotalMemory(forceFullCollection: true);
}
