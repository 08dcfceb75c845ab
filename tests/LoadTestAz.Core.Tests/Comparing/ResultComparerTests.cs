using LoadTestAz.Comparing;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Comparing;

public sealed class ResultComparerTests
{
    private const int Many = 20_000;

    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_result_is_the_same_as_itself()
    {
        var result = Latencies(Many, 100, seed: 1);
        var rows = new ResultComparer([result], 0).Compare(result);
        Assert.All(rows, r => Assert.Equal((ComparisonVerdict.Same, 0.0), (r.Verdict, r.Difference)));
        Assert.Equal(["avg", "med", "p(95)", "p(99)"], rows.Where(r => r.Metric == "http_req_duration").Select(r => r.Figure));
    }

    [Fact]
    public void What_is_slower_by_more_than_tolerance_and_noise_is_worse_and_the_other_way_round_better()
    {
        var (quick, slow) = (Latencies(Many, 100, seed: 1), Latencies(Many, 130, seed: 2));
        var worse = Row([quick], slow, "http_req_duration", "p(95)");
        Assert.Equal(ComparisonVerdict.Worse, worse.Verdict);
        Assert.Equal(1.3, worse.Ratio!.Value, 0.05);
        Assert.InRange(worse.Noise!.Value, 0.1, worse.Difference!.Value / 3);
        Assert.Equal(ComparisonVerdict.Better, Row([slow], quick, "http_req_duration", "p(95)").Verdict);
        Assert.Equal(ComparisonVerdict.Same, Row([quick], slow, "http_req_duration", "p(95)", tolerance: 0.5).Verdict);
    }

    [Fact]
    public void Few_samples_are_no_proof()
    {
        var row = Row([Latencies(40, 100, seed: 1)], Latencies(40, 125, seed: 2), "http_req_duration", "p(95)", tolerance: 0);
        Assert.Equal(ComparisonVerdict.Unclear, row.Verdict);
        Assert.True(row.Noise > Math.Abs(row.Difference!.Value));
        Assert.Contains("samples within the runs", row.Note, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("avg")]
    [InlineData("med")]
    [InlineData("p(95)")]
    [InlineData("p(99)")]
    public void Of_runs_that_differ_by_chance_only_about_one_in_twenty_is_told_to_differ(string figure)
    {
        const int runs = 300;
        var told = Enumerable.Range(0, runs).Count(i =>
            Row([Latencies(800, 100, seed: (2 * i) + 10)], Latencies(800, 100, seed: (2 * i) + 11), "http_req_duration", figure, tolerance: 0).Verdict is ComparisonVerdict.Better or ComparisonVerdict.Worse);
        Assert.InRange(told, 0, runs / 10);
    }

    [Fact]
    public void Several_baselines_tell_how_much_runs_differ()
    {
        var baselines = new[] { 90.0, 100, 112, 97, 104 }.Select((mean, i) => Latencies(Many, mean, seed: i)).ToList();
        var usual = Row(baselines, Latencies(Many, 118, seed: 9), "http_req_duration", "med");
        Assert.Equal(ComparisonVerdict.Unclear, usual.Verdict);
        Assert.Contains("5 baselines differ", usual.Note, StringComparison.Ordinal);
        Assert.Equal(5, usual.BaselineRunIds.Count);
        Assert.Equal(ComparisonVerdict.Worse, Row(baselines, Latencies(Many, 160, seed: 9), "http_req_duration", "med").Verdict);
        Assert.Equal(ComparisonVerdict.Worse, Row([baselines[1]], Latencies(Many, 118, seed: 9), "http_req_duration", "med").Verdict);
    }

    [Fact]
    public void Each_kind_of_metric_has_its_good_way()
    {
        var (before, after) = (Shares(failed: 0.01, held: 0.99, throughput: 2000), Shares(failed: 0.05, held: 0.8, throughput: 1000));
        Assert.Equal(ComparisonVerdict.Worse, Row([before], after, "http_req_failed", "rate").Verdict);
        Assert.Equal(ComparisonVerdict.Worse, Row([before], after, "checks", "rate").Verdict);
        Assert.Equal(ComparisonVerdict.Better, Row([after], before, "checks", "rate").Verdict);
        Assert.Equal(ComparisonVerdict.Worse, Row([before], after, "http_reqs", "rate").Verdict);
        Assert.Equal(ComparisonVerdict.Changed, Row([before], after, "queue", "max").Verdict);
        Assert.Equal(ComparisonVerdict.Added, Row([Latencies(10, 100, seed: 1)], after, "checks", "rate").Verdict);
        Assert.Equal(ComparisonVerdict.Missing, Row([before], Latencies(10, 100, seed: 1), "checks", "rate").Verdict);
    }

    [Fact]
    public void Where_nothing_failed_before_one_failure_in_many_is_chance_and_hundreds_are_not()
    {
        var before = Shares(failed: 0, held: 1, throughput: 2000);
        Assert.Equal(ComparisonVerdict.Unclear, Row([before], Shares(failed: 0.0005, held: 1, throughput: 2000), "http_req_failed", "rate").Verdict);
        var worse = Row([before], Shares(failed: 0.2, held: 1, throughput: 2000), "http_req_failed", "rate");
        Assert.Equal((ComparisonVerdict.Worse, (double?)null), (worse.Verdict, worse.Ratio));
    }

    [Fact]
    public void Estimates_that_their_bounds_do_not_tell_apart_are_unclear()
    {
        var exact = Latencies(Many, 100, seed: 1);
        var estimate = exact with { Metrics = new LoadTestMetrics([exact.Metrics["http_req_duration"]! with { Percentiles = [new(95, 400, 200, 900, FigureMethod.Estimate)], Distribution = null }]) };
        Assert.Equal(ComparisonVerdict.Unclear, Row([estimate], exact, "http_req_duration", "p(95)").Verdict);
    }

    private static LoadTestComparison Row(IReadOnlyList<LoadTestResult> baselines, LoadTestResult current, string metric, string figure, double tolerance = ResultComparer.DefaultTolerance) =>
        new ResultComparer(baselines, tolerance).Compare(current).Single(r => r.Metric == metric && r.Figure == figure);

    private static LoadTestResult Latencies(int count, double mean, int seed)
    {
        var random = new Random(seed);
        var set = new MetricSet();
        for (var i = 0; i < count; i++)
            set.Add(Start.AddMilliseconds(i), TagSet.Empty, [new(BuiltInMetrics.HttpReqDuration, -mean * Math.Log(1 - random.NextDouble()))]);
        return Result(set);
    }

    private static LoadTestResult Shares(double failed, double held, int throughput)
    {
        var set = new MetricSet();
        for (var i = 0; i < throughput; i++)
            set.Add(Start.AddSeconds(10.0 * i / throughput), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqFailed, i < failed * throughput ? 1 : 0), new(BuiltInMetrics.Checks, i < held * throughput ? 1 : 0), new(new Metric("queue", MetricType.Gauge), throughput)]);
        return Result(set);
    }

    private static LoadTestResult Result(MetricSet set)
    {
        var plan = new LoadTestPlan { Name = "shop", RunId = "lt-20260102-030405-abc234", TestType = TestType.Protocol, TotalVus = 1, Duration = TimeSpan.FromSeconds(10), Workers = [] };
        var worker = new LoadTestWorker { RunId = plan.RunId, Index = 0, Name = "w", TestType = TestType.Protocol, Vus = 1, State = WorkerState.Completed, StartedAt = Start, Location = "results" };
        var run = new LoadTestRun { RunId = plan.RunId, Name = plan.Name, State = RunState.Completed, Workers = [worker], Coverage = LoadTestCoverage.Of([worker], stopped: false), Location = "results", CreatedAt = Start, Duration = plan.Duration };
        return new ResultBuilder(plan, run, []).Build([new ResultMerger.Part(worker, set, [])]);
    }
}
