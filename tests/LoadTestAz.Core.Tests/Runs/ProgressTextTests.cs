using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Live;

namespace LoadTestAz.Core.Tests.Runs;

/// <summary>Whoever waits is told what for, for how long at most, and what comes then.</summary>
public sealed class ProgressTextTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly LoadTestPlan Plan = new()
    {
        Name = "n", RunId = "r", TestType = TestType.Protocol, TotalVus = 3, Duration = TimeSpan.FromMinutes(1), TargetUrl = new Uri("http://127.0.0.1:9/"),
        Workers = [.. Enumerable.Range(0, 3).Select(i => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 2 })],
    };

    [Theory]
    [InlineData(0, MissingWorkersPolicy.Continue, "it is called off")]
    [InlineData(1, MissingWorkersPolicy.Continue, "it begins without the missing")]
    [InlineData(1, MissingWorkersPolicy.Fail, "it is called off")]
    [InlineData(1, MissingWorkersPolicy.Redistribute, "these are given the load of the missing")]
    [InlineData(2, MissingWorkersPolicy.Fail, "it begins")]
    public void Before_the_start(int ready, MissingWorkersPolicy missing, string then)
    {
        var plan = Plan with { Execution = new() { StartQuorum = 0.6, OnMissingWorkers = missing } };
        var progress = Progress() with { Remaining = TimeSpan.FromSeconds(125), WorkersByState = new Dictionary<WorkerState, int> { [WorkerState.Ready] = ready, [WorkerState.Creating] = 3 - ready } };

        Assert.Equal($"{ready} of 3 workers ready, at most 2:05 more, then {then}", ProgressText.Describe(plan, progress));
    }

    [Fact]
    public void Shortly_before_the_start_those_who_take_part_are_counted() => Assert.Equal(
        "2 workers begin in 0:09",
        ProgressText.Describe(Plan, Progress() with { StartedAt = Now.AddSeconds(9), WorkersByState = new Dictionary<WorkerState, int> { [WorkerState.Ready] = 2, [WorkerState.Skipped] = 1 } }));

    [Fact]
    public void In_setup() => Assert.Equal(
        "setup() runs on worker 1, at most 3:00 more, then the run is over",
        ProgressText.Describe(Plan, Progress() with { SetupWorker = 1, Remaining = TimeSpan.FromMinutes(3) }));

    [Fact]
    public void After_the_load() => Assert.StartsWith(
        "last iterations and results, at most 6:00 more, then given up, 2 VUs, ",
        ProgressText.Describe(Plan, Progress() with { StartedAt = Now - TimeSpan.FromMinutes(2), Vus = 2 }),
        StringComparison.Ordinal);

    [Fact]
    public void After_a_stop() => Assert.Equal(
        "stopping; results are awaited, at most 6:00 more, then given up; too bad",
        ProgressText.Describe(Plan, Progress() with { StartedAt = Now, StopReason = "too bad" }));

    [Theory]
    [InlineData(60, "stopping; results are awaited, at most 1:00 more, then those that go on are killed; too bad")]
    [InlineData(7200, "stopping; results are awaited, at most 6:00 more, then given up; too bad")]
    [InlineData(-5, "stopping; results are awaited, at most 0:00 more, then those that go on are killed; too bad")]
    public void After_a_stop_by_somebody_who_waits_for_so_long_alone(int seconds, string told) => Assert.Equal(
        told,
        ProgressText.Describe(Plan, Progress() with { StartedAt = Now, StopReason = "too bad", WaitsUntil = Now.AddSeconds(seconds) }, "those that go on are killed"));

    private static LoadTestRunProgress Progress() => new()
    {
        RunId = "r", At = Now, WorkersByState = new Dictionary<WorkerState, int>(), PlannedWorkers = 3, EndsBy = Now + TimeSpan.FromMinutes(6),
    };
}
