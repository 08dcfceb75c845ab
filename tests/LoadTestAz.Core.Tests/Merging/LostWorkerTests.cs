using System.Text.Json;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Core.Tests.Merging;

/// <summary>What a worker brings that was lost before it saved its metrics: its last snapshot, and its course over time as far as it is there.</summary>
public sealed class LostWorkerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly RunStore _run;

    public LostWorkerTests() => _run = new RunStore(new FolderResultStore(_folder.Path), "lt-1");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100, 100, "What it did later is missing.")]
    [InlineData(100, 70, "What it did later is missing. Its course over time ends 29 s before that.")]
    public async Task The_snapshot_counts_with_the_course_over_time_as_far_as_it_was_written(int seconds, int withSeries, string end)
    {
        var before = Requests(withSeries);
        var all = Requests(seconds);
        await WriteAsync(MetricSetJson.SerializeWithoutSeries(all));
        await _run.WriteSeriesAsync(0, SeriesOf(before), CancellationToken.None);

        var result = await MergeAsync();

        Assert.Equal(seconds, result.Metrics["http_reqs"]!.Count);
        Assert.Equal(withSeries, result.TimeSeries.Sum(p => p.RequestsPerSecond * p.Interval.TotalSeconds));
        Assert.EndsWith("; its last snapshot counts, taken 100 s after its start. " + end, Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_course_over_time_the_figures_count_all_the_same()
    {
        await WriteAsync(MetricSetJson.SerializeWithoutSeries(Requests(10)));

        var result = await MergeAsync();

        Assert.Equal((10, TimeSpan.FromSeconds(9)), (result.Metrics["http_reqs"]!.Count, result.Duration));
        Assert.EndsWith("What it did later is missing. Its course over time is missing.", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_damaged_course_over_time_is_told_and_left_out()
    {
        await WriteAsync(MetricSetJson.SerializeWithoutSeries(Requests(10)));
        await _run.WriteSeriesAsync(0, [1, 2, 3], CancellationToken.None);

        var result = await MergeAsync();

        Assert.Equal(10, result.Metrics["http_reqs"]!.Count);
        Assert.Contains(result.Warnings, w => w.StartsWith("'series_0.json.gz' of worker 0 could not be read and is left out: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_snapshot_of_an_older_worker_has_its_own_course_over_time()
    {
        await WriteAsync(MetricSetJson.Serialize(Requests(10)));

        var result = await MergeAsync();

        Assert.Equal((10, 10), (result.Metrics["http_reqs"]!.Count, result.TimeSeries.Sum(p => p.RequestsPerSecond * p.Interval.TotalSeconds)));
        Assert.EndsWith("What it did later is missing.", Assert.Single(result.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_but_the_course_over_time_is_taken_from_its_file()
    {
        await WriteAsync(MetricSetJson.SerializeWithoutSeries(Requests(10)));
        await _run.WriteSeriesAsync(0, MetricSetJson.SerializeGzip(Requests(10)), CancellationToken.None);

        Assert.Equal(10, (await MergeAsync()).Metrics["http_reqs"]!.Count);
    }

    private static MetricSet Requests(int seconds)
    {
        var set = new MetricSet();
        for (var i = 0; i < seconds; i++)
            set.Add(Start.AddSeconds(i), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 5)]);
        return set;
    }

    private static byte[] SeriesOf(MetricSet all)
    {
        var course = new MetricSet();
        course.Series.Merge(all.Series);
        return MetricSetJson.SerializeGzip(course);
    }

    private async Task WriteAsync(byte[] snapshot)
    {
        using var json = JsonDocument.Parse(snapshot);
        await _run.WriteLiveAsync(new LiveDocument(0, 1, Start.AddSeconds(100), Start, WorkerState.Running, json.RootElement), CancellationToken.None);
    }

    private async Task<LoadTestResult> MergeAsync()
    {
        var observer = new RunObserver(_run);
        await observer.PollAsync(Start, CancellationToken.None);
        var plan = new LoadTestPlan
        {
            Name = "lost", RunId = "lt-1", TestType = TestType.Protocol, TotalVus = 1, Duration = TimeSpan.FromMinutes(5), Thresholds = [],
            Workers = [new LoadTestPlanWorker { Index = 0, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1 }],
        };
        LoadTestWorker[] workers = [new() { RunId = "lt-1", Index = 0, Name = "w", TestType = TestType.Protocol, Vus = 1, State = WorkerState.Lost, StartedAt = Start, Location = "here" }];
        var run = new LoadTestRun
        {
            RunId = "lt-1", Name = "lost", State = RunState.Failed, Workers = workers, Coverage = LoadTestCoverage.Of(workers, stopped: false), Location = "here", CreatedAt = Start, Duration = plan.Duration,
        };
        return (await new ResultMerger(_run, plan).MergeAsync(run, observer, CancellationToken.None))!;
    }
}
