using System.Collections.Concurrent;
using System.Text;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using LoadTestAz.Tests.Runs.Stores;

namespace LoadTestAz.Agent.Tests;

/// <summary>Machines whose clocks are off, each by something else, in one run under simulated time.</summary>
public sealed class ClockTests
{
    // The store's clock is the true one.
    private readonly Simulation _simulation = new();
    private readonly List<string> _warnings = [];
    private readonly ConcurrentBag<DateTimeOffset> _begun = [];

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.4, 0)]
    [InlineData(-0.4, 0)]
    [InlineData(1_000, 0)]     // Seconds, of worker 1 of 3.
    [InlineData(-1_000, 0)]
    [InlineData(-1_000, 3_000)] // And of the session.
    [InlineData(1_000, -3_000)]
    public async Task All_begin_and_are_recorded_by_the_stores_clock(double worker, double session)
    {
        var plan = Simulation.Plan(workers: 3, vus: 2, seconds: 20);
        var (run, result) = await RunAsync(plan, session, 0, worker, 0);

        Assert.Equal(RunState.Completed, run.State);
        Assert.InRange(run.StartedAt!.Value - Began, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.All(run.Workers, w => Assert.InRange(w.StartedAt!.Value - run.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        Assert.All(run.Workers, w => Assert.InRange(w.FinishedAt!.Value - run.StartedAt!.Value, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(24)));
        Assert.Equal([TimeSpan.Zero, TimeSpan.FromSeconds(worker), TimeSpan.Zero], run.Workers.Select(w => w.ClockOffset!.Value));

        // In truth, too: never early, and late only by what this machine is too busy for.
        Assert.All(_begun, begun => Assert.InRange(begun - run.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(3)));
        Assert.Equal(3, _begun.Count);

        // The course over time is that of one load, of six users from its begin to its end.
        Assert.Equal(120, result.Metrics["http_reqs"]!.Count);
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(18), TimeSpan.FromSeconds(22));
        Assert.InRange(result.StartedAt!.Value - run.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(3));
        Assert.Equal(Math.Abs(worker) > 2, result.Warnings.Any(w => w.StartsWith("The clock of worker 1 was 1000 s ", StringComparison.Ordinal)));
        Assert.Equal(Math.Abs(session) > 2, _warnings.Any(w => w.StartsWith("This machine's clock is 3000 s ", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(3_600)]
    [InlineData(-3_600)]
    public async Task The_hard_end_comes_by_the_stores_clock(double seconds)
    {
        var plan = Simulation.Plan(workers: 1, seconds: 600) with { Execution = new LoadTestExecution { MaxDuration = TimeSpan.FromSeconds(60) } };

        var (run, _) = await RunAsync(plan, 0, seconds);

        Assert.Equal((WorkerState.Failed, WorkerCause.DeadlineExceeded), (run.Workers[0].State, run.Workers[0].Cause));
        Assert.InRange(run.Workers[0].FinishedAt!.Value - Began, TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(63));
        Assert.InRange(_simulation.Clock.GetUtcNow() - Began, TimeSpan.FromSeconds(58), TimeSpan.FromSeconds(66));
    }

    [Fact]
    public async Task A_store_that_does_not_tell_its_clock_costs_the_correction_and_nothing_else()
    {
        _simulation.Store.Fault = (operation, _) =>
        {
            if (operation == "clock")
                throw new StoreException(StoreFailure.PermissionDenied, "no clock for you");
        };

        var (run, result) = await RunAsync(Simulation.Plan(workers: 2), 0, 0, 0.4);

        Assert.Equal(RunState.Completed, run.State);
        Assert.All(run.Workers, w => Assert.Null(w.ClockOffset));
        Assert.Equal(80, result.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task The_log_is_by_the_stores_clock_and_says_by_how_much_the_machines_was_off()
    {
        await RunAsync(Simulation.Plan(workers: 1), 0, -181.25);

        var lines = Encoding.UTF8.GetString((await _simulation.Store.TryReadAsync("lt-1/worker_0.log", CancellationToken.None))!).TrimEnd().Split('\n');
        Assert.Contains(lines, l => l.Contains("This machine's clock is -181.250 s ahead of the store's", StringComparison.Ordinal));
        Assert.All(lines, l => Assert.StartsWith("2026-01-02T03:04:", l, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_looked_at_ten_times_and_then_once_a_minute()
    {
        var clock = new StoreClock(_simulation.Store, _simulation.Clock);
        for (var second = 0; second < 130; second++)
        {
            Assert.True(await clock.TryLookAsync(CancellationToken.None));
            _simulation.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(StoreClock.FirstLooks + 2, _simulation.Store.Calls["clock"]);
    }

    private static DateTimeOffset Began => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private ScriptedEngine Engine(EngineContext context, TimeProvider clock) => new(context, clock)
    {
        EachSecond = (_, second) =>
        {
            if (second == 0)
                _begun.Add(_simulation.Clock.GetUtcNow());
        },
    };

    private async Task<(LoadTestRun Run, LoadTestResult Result)> RunAsync(LoadTestPlan plan, double session, params double[] workers)
    {
        var machine = new SkewedTimeProvider(_simulation.Clock, TimeSpan.FromSeconds(session));
        var (run, document) = await new RunLauncher(_simulation.Store, _simulation.Compute, machine).CreateAsync(plan, CancellationToken.None);
        var agents = workers.Select((ahead, i) =>
        {
            var clock = new SkewedTimeProvider(_simulation.Clock, TimeSpan.FromSeconds(ahead));
            var options = new WorkerAgentOptions { Instance = $"w{i}", PollInterval = TimeSpan.FromMilliseconds(200), HealthProbe = new ScriptedProbe(null) };
            return Task.Run(() => new WorkerAgent(run, i, new ScriptedEngines(c => Engine(c, clock)), clock, options).RunAsync(CancellationToken.None));
        }).ToList();
        var controller = new RunController(run, plan, document, null, machine) { Warn = _warnings.Add };

        var state = await _simulation.ElapseAsync(controller.UntilEndedAsync(null, CancellationToken.None));
        await _simulation.ElapseAsync(Task.WhenAll(agents));
        return (state, (await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None))!);
    }
}
