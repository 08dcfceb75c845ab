using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Merging;

/// <summary>Figures, thresholds and verdict of a merged run.</summary>
public sealed class ResultBuilderTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly TagSet Ok = TagSet.Of([new("status", "200")]);

    [Fact]
    public void Workers_add_up_and_percentiles_are_those_of_all_samples()
    {
        // One slow worker in ten: averaging the workers' p95 would say 109 ms, the truth is 1,000.
        var result = Build([], [.. Enumerable.Range(0, 10).Select(i => Metrics(requests: 100, latency: i == 9 ? 1000 : 10))]);

        var duration = result.Metrics["http_req_duration"]!;
        Assert.Equal((1000d, 10d, 1000d), (duration.Count, duration.Min, duration.Max));
        Assert.Equal(109, duration.Avg);
        Assert.Equal(1000, duration.P95!.Value, 1);
        Assert.Equal(10, duration.Med!.Value, 0.01);
        Assert.Equal(FigureMethod.Sketch, duration.Method);
        Assert.Equal(1000, result.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public void Vus_of_the_workers_add_up_unlike_other_gauges()
    {
        var result = Build([], Metrics(vus: 3, queue: 7), Metrics(vus: 4, queue: 5));

        Assert.Equal((7d, 7d, 7d), (result.Metrics["vus"]!.Value, result.Metrics["vus"]!.Min, result.Metrics["vus"]!.Max));
        Assert.Equal((7d, 5d, 7d), (result.Metrics["queue"]!.Value, result.Metrics["queue"]!.Min, result.Metrics["queue"]!.Max));
    }

    [Fact]
    public void Full_and_light_workers_merge_and_the_result_says_how_exact_it_is()
    {
        var light = new MetricSet();
        light.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqDuration, Start, Start.AddSeconds(1), [new(100, 1), new(200, 98), new(300, 1)], 20_000, 0.0217));
        light.Add(Ok, new SampleSummary(BuiltInMetrics.HttpReqs, Start, Start.AddSeconds(1), new ValueCount(100, 1)));
        light.Add(Ok, new SampleSummary(BuiltInMetrics.Vus, Start, Start.AddSeconds(1), new ValueCount(3, 1)));
        light.Add(Ok, new SampleSummary(new Metric("queue", MetricType.Gauge), Start, Start.AddSeconds(1), new ValueCount(8, 1)));
        var result = Build([], Metrics(requests: 100, latency: 100), light);

        var duration = result.Metrics["http_req_duration"]!;
        Assert.Equal((200d, 30_000d, 100d, 300d, FigureMethod.Estimate), (duration.Count, duration.Sum, duration.Min, duration.Max, duration.Method));
        Assert.Equal(0.0227, duration.RelativeError!.Value, 0.00005);
        Assert.Equal(200, duration.P90!.Value, 0.2);
        Assert.Equal(200 / 1.0227, duration.GetBounds(90)!.LowerBound, 0.3);
        Assert.Equal(200 / 0.9773, duration.GetBounds(90)!.UpperBound, 0.3);
        Assert.Equal((100d, 300d), (duration.GetBounds(0)!.LowerBound, duration.GetBounds(100)!.UpperBound));
        Assert.Equal((200d, FigureMethod.Exact), (result.Metrics["http_reqs"]!.Count, result.Metrics["http_reqs"]!.Method));
        Assert.Equal((4d, FigureMethod.Estimate), (result.Metrics["vus"]!.Value, result.Metrics["vus"]!.Method));
        Assert.Equal(FigureMethod.Estimate, result.Metrics["queue"]!.Method);
        Assert.Null(result.Metrics["queue"]!.GetBounds(50));
        Assert.Contains(result.Warnings, w => w.StartsWith("Percentiles are estimates within 2.3 %", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, w => w.StartsWith("Of queue only the last value", StringComparison.Ordinal));

        var full = Build([], Metrics(requests: 100));
        Assert.Equal(0.00098, full.Metrics["http_req_duration"]!.RelativeError!.Value, 0.00001);
        Assert.Empty(full.Warnings);
    }

    [Fact]
    public void Rates_per_second_are_over_the_time_from_first_to_last_sample()
    {
        var result = Build([], Metrics(requests: 101, seconds: 10));

        Assert.Equal(TimeSpan.FromSeconds(10), result.Duration);
        Assert.Equal(10.1, result.Metrics["http_reqs"]!.RatePerSecond!.Value, 12);
    }

    [Theory]
    [InlineData("http_req_duration", "p(95)<500", true, 10d)]
    [InlineData("http_req_duration", "p(95)<5", false, 10d)]
    [InlineData("http_req_duration{status:200}", "max<=10", true, 10d)]
    [InlineData("http_req_failed", "rate<0.01", true, 0d)]
    [InlineData("http_reqs", "count>=100", true, 100d)]
    [InlineData("http_reqs{status:500}", "count<1", true, null)] // No sample counts as zero, as in k6.
    [InlineData("http_req_duration{status:500}", "p(95)>1", false, null)]
    [InlineData("never_seen", "count>0", false, null)]
    [InlineData("http_reqs", "p(95)<1", false, null)] // A Counter has no percentile.
    public void Thresholds_are_judged_on_the_whole(string metric, string expression, bool passed, double? actual)
    {
        var result = Build([new(metric, expression)], Metrics(requests: 50, selectors: [metric]), Metrics(requests: 50, selectors: [metric]));

        var threshold = Assert.Single(result.Thresholds);
        Assert.Equal(passed, threshold.Passed);
        Assert.Equal(passed, result.Passed);
        if (actual is null)
            Assert.Null(threshold.Actual);
        else
            Assert.Equal(actual.Value, threshold.Actual!.Value, 0.01);
    }

    [Fact]
    public void A_submetric_that_a_worker_did_not_record_is_doubted()
    {
        var result = Build([new("http_reqs{status:200}", "count>0")], Metrics(requests: 5));
        Assert.Contains(result.Warnings, w => w.Contains("http_reqs{status:200}", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(RunState.Completed, true)]
    [InlineData(RunState.Degraded, true)]
    [InlineData(RunState.Stopped, false)]
    [InlineData(RunState.Running, false)]
    public void Only_a_run_that_went_on_to_its_end_passes(RunState state, bool passed) =>
        Assert.Equal(passed, Build([], state, share: 1, Metrics()).Passed);

    [Theory]
    [InlineData(0.9, true)]
    [InlineData(0.89, false)]
    public void Too_little_of_the_load_is_no_pass(double share, bool passed) =>
        Assert.Equal(passed, Build([], RunState.Degraded, share, Metrics()).Passed);

    [Theory]
    [InlineData(WorkerCause.None, true)]
    [InlineData(WorkerCause.MarkedAsFailed, false)]
    [InlineData(WorkerCause.ScriptAborted, false)]
    public void One_worker_whose_script_fails_the_run_is_enough(WorkerCause cause, bool passed)
    {
        var workers = Enumerable.Range(0, 3).Select(i => new LoadTestWorker
        {
            RunId = "lt-1", Index = i, Name = "w", TestType = TestType.Protocol, Vus = 1, State = WorkerState.Completed, Location = "store",
            Cause = i == 0 ? WorkerCause.None : cause, Detail = i == 0 ? "Finished." : "test marked as failed: sold out",
        }).ToList();

        var result = Build([], RunState.Completed, 1, workers, Metrics(), Metrics(), Metrics());

        Assert.Equal(passed, result.Passed);
        Assert.Equal(passed ? null : "Worker 1: test marked as failed: sold out (2 workers say so.)", result.ScriptVerdict);
    }

    [Fact]
    public void Dropped_iterations_of_all_workers_are_summed_shown_and_warned_of()
    {
        var (one, other) = (Metrics(), Metrics());
        one.Add(Start, TagSet.Empty, [new(BuiltInMetrics.DroppedIterations, 3)]);
        other.Add(Start, TagSet.Empty, [new(BuiltInMetrics.DroppedIterations, 4)]);

        var result = Build([], one, other, Metrics());

        Assert.Equal(7, result.DroppedIterations);
        Assert.StartsWith("7 iterations were dropped", Assert.Single(result.Warnings));
        Assert.True(result.Passed);
        Assert.Equal(0, Build([], Metrics()).DroppedIterations);
        Assert.Empty(Build([], Metrics()).Warnings);
    }

    [Fact]
    public void A_result_tells_in_its_JSON_who_was_flagged_and_by_how_much()
    {
        var worker = new LoadTestWorker
        {
            RunId = "lt-1", Index = 0, Name = "w", TestType = TestType.Protocol, Vus = 1, State = WorkerState.Completed, Location = "store",
            Health = new LoadTestWorkerHealth { MachinePeakCpuShare = 0.93, PeakMemoryBytes = 12 },
        };

        using var json = System.Text.Json.JsonDocument.Parse(ResultJson.Serialize(Build([], RunState.Completed, 1, [worker], Metrics())));
        var health = json.RootElement.GetProperty("workers")[0].GetProperty("health");
        Assert.Equal((0.93, 12, true), (health.GetProperty("machinePeakCpuShare").GetDouble(), health.GetProperty("peakMemoryBytes").GetInt64(), health.GetProperty("isCpuHigh").GetBoolean()));
        Assert.False(health.TryGetProperty("meanCpuShare", out _));
    }

    private static LoadTestResult Build(LoadTestThresholdRule[] thresholds, params MetricSet[] parts) => Build(thresholds, RunState.Completed, 1, parts);

    private static LoadTestResult Build(LoadTestThresholdRule[] thresholds, RunState state, double share, params MetricSet[] parts)
    {
        var workers = parts.Select((_, i) => new LoadTestWorker { RunId = "lt-1", Index = i, Name = "w", TestType = TestType.Protocol, Vus = 1, State = WorkerState.Completed, Location = "store" }).ToList();
        return Build(thresholds, state, share, workers, parts);
    }

    private static LoadTestResult Build(LoadTestThresholdRule[] thresholds, RunState state, double share, IReadOnlyList<LoadTestWorker> workers, params MetricSet[] parts)
    {
        var plan = new LoadTestPlan { Name = "p", RunId = "lt-1", TestType = TestType.Protocol, TotalVus = parts.Length, Duration = TimeSpan.FromSeconds(10), Workers = [], Thresholds = thresholds };
        var coverage = new LoadTestCoverage { PlannedWorkers = 100, StartedWorkers = 100, FinishedWorkers = 100, PlannedVus = 100, StartedVus = 100, FinishedVus = (int)(share * 100) };
        var run = new LoadTestRun { RunId = "lt-1", Name = "p", State = state, Workers = workers, Coverage = coverage, Location = "store", CreatedAt = Start, Duration = plan.Duration };
        return new ResultBuilder(plan, run, []).Build([.. parts.Select((m, i) => new ResultMerger.Part(workers[i], m, []))]);
    }

    private static MetricSet Metrics(int requests = 1, double latency = 10, double seconds = 1, double vus = 1, double queue = 1, string[]? selectors = null)
    {
        var set = new MetricSet(selectors?.Select(MetricSelector.Parse));
        for (var i = 0; i < requests; i++)
        {
            var time = Start.AddSeconds(requests == 1 ? 0 : seconds * i / (requests - 1));
            set.Add(time, Ok, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, latency), new(BuiltInMetrics.HttpReqFailed, 0)]);
        }

        set.Add(Start, TagSet.Empty, [new(BuiltInMetrics.Vus, vus), new(new Metric("queue", MetricType.Gauge), queue)]);
        return set;
    }
}
