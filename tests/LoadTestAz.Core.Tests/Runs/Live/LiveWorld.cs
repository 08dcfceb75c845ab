using System.Text.Json;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Live;

namespace LoadTestAz.Core.Tests.Runs.Live;

/// <summary>Workers whose samples a test makes up, and the judge that sees their snapshots.</summary>
internal sealed class LiveWorld
{
    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly Dictionary<int, MetricSet> _sets = [];
    private readonly StopJudge _judge;
    private PackedMemory _memory = new();

    public LiveWorld(LoadTestPlan plan)
    {
        Plan = plan;
        _judge = new StopJudge(plan);
        Readings = new LiveReadings(plan) { Warn = Warnings.Add };
        Observer = new RunObserver(new RunStore(null!, plan.RunId));
    }

    public LoadTestPlan Plan { get; }

    public RunObserver Observer { get; }

    public LiveReadings Readings { get; }

    public List<string> Warnings { get; } = [];

    public static LoadTestPlan PlanOf(int workers, params LoadTestStopRule[] rules) => new()
    {
        Name = "live",
        RunId = "lt-1",
        TestType = TestType.Protocol,
        TotalVus = workers,
        Duration = TimeSpan.FromMinutes(10),
        StopWhen = rules,
        Workers = [.. Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1 })],
    };

    /// <summary>All that a worker has measured so far.</summary>
    public MetricSet SetOf(int worker) => _sets.TryGetValue(worker, out var set) ? set : _sets[worker] = new MetricSet(Plan.WatchedMetrics);

    /// <summary>Requests of one worker at one second.</summary>
    public void Request(int worker, double second, int count = 1, int failed = 0, double duration = 100, double vus = 1)
    {
        var at = Start.AddSeconds(second);
        for (var i = 0; i < count; i++)
            SetOf(worker).Add(at, TagSet.Of([new("name", i % 2 == 0 ? "even" : "odd")]), [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqFailed, i < failed ? 1 : 0), new(BuiltInMetrics.HttpReqDuration, duration)]);
        SetOf(worker).Add(at, TagSet.Empty, [new(BuiltInMetrics.Vus, vus)]);
    }

    /// <summary>A worker writes its snapshot.</summary>
    public void Snapshot(int worker, double second)
    {
        var sequence = Readings.All.TryGetValue(worker, out var before) ? before.Sequence + 1 : 1;
        Give(new LiveDocument(worker, sequence, Start.AddSeconds(second), Start, WorkerState.Running, Json(SetOf(worker))));
    }

    /// <summary>As the store would give it.</summary>
    public void Give(LiveDocument snapshot)
    {
        var file = JsonSerializer.SerializeToUtf8Bytes(snapshot, RunJson.Default.LiveDocument);
        var trace = Observer.TraceOf(snapshot.Worker);
        trace.Live = LiveFile.Read(file, Readings.IsWatched, _memory, out var metrics, out _);
        if (metrics is not null)
            _memory = Readings.Take(snapshot.Worker, trace.Live, metrics);
    }

    /// <summary>Somebody looks.</summary>
    /// <param name="gone">Workers that do not make load any more.</param>
    public StopDocument? Look(params int[] gone)
    {
        if (!Readings.TakeChange())
            return null;
        var working = Readings.All.Where(r => !gone.Contains(r.Key)).ToDictionary(r => r.Key, r => r.Value);
        var data = Readings.Merge(TimeSpan.FromSeconds(working.Values.Average(w => w.Elapsed.TotalSeconds)));
        var figures = LoadTestAz.Merging.Figures.ResultFigures.Of(data, Plan.Thresholds, LoadTestAz.Merging.Figures.ExactPercentiles.None);
        return _judge.Judge(data, figures.Thresholds, working, Start);
    }

    public static JsonElement Json(MetricSet set) => JsonDocument.Parse(MetricSetJson.Serialize(set)).RootElement;
}
