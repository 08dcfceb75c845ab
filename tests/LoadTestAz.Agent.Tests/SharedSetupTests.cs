using System.Collections.Concurrent;
using System.Text;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests;

/// <summary>setup() and teardown() once for all workers, under simulated time.</summary>
public sealed class SharedSetupTests
{
    private readonly ConcurrentQueue<string> _story = new();
    private Simulation? _simulation;

    [Fact]
    public async Task One_worker_runs_setup_all_begin_after_it_with_its_data_and_teardown_comes_last()
    {
        var simulation = Simulate(c => Engine(c));
        var run = await simulation.RunAsync(Plan());

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal("0 setup", _story.First());
        Assert.Equal("0 teardown", _story.Last());
        Assert.Equal([$"1 takes {SetupEngine.Data}", $"2 takes {SetupEngine.Data}"], _story.Where(s => s.Contains("takes", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.Equal(["0 begins", "1 begins", "2 begins"], _story.Where(s => s.Contains("begins", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(run.Workers, w => Assert.InRange(w.StartedAt!.Value - run.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public async Task What_setup_and_teardown_do_counts_but_takes_no_time_and_makes_no_rate()
    {
        var simulation = Simulate(c => Engine(c, setupTime: TimeSpan.FromSeconds(40), more: c.Worker.Index == 1 ? TimeSpan.FromSeconds(30) : TimeSpan.Zero));
        var plan = Plan(seconds: 20);
        var run = await simulation.RunAsync(plan);
        var result = (await simulation.MergeAsync(plan))!;

        Assert.Equal((3 * 2 * 20) + 3, result.Metrics["http_reqs"]!.Count);
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(18), TimeSpan.FromSeconds(22));
        Assert.InRange(result.StartedAt!.Value - run.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1));
        Assert.Equal(result.Duration.TotalSeconds, result.TimeSeries.Sum(p => p.Interval.TotalSeconds), 2d);
        Assert.Equal(3 * 2 * 20, result.TimeSeries.Sum(p => p.RequestsPerSecond * p.Interval.TotalSeconds), 6);
        Assert.DoesNotContain(simulation.Progress, p => p.RequestsPerSecond > 9);

        // The load of worker 1 lasted longer; teardown() had to wait, and the worker that waited was not lost over it.
        Assert.Equal(["1 ends", "0 teardown"], _story.TakeLast(2));
        Assert.InRange(run.Workers[0].FinishedAt!.Value - run.StartedAt!.Value, TimeSpan.FromSeconds(19), TimeSpan.FromSeconds(22));
    }

    [Fact]
    public async Task A_long_setup_makes_nobody_lost_and_is_shown()
    {
        var simulation = Simulate(c => Engine(c, setupTime: TimeSpan.FromSeconds(150)));
        var run = await simulation.RunAsync(Plan());

        Assert.Equal(RunState.Completed, run.State);
        Assert.DoesNotContain(simulation.Progress, p => p.WorkersByState.ContainsKey(WorkerState.Lost));
        var shown = simulation.Progress.Where(p => p.SetupWorker == 0).ToList();
        Assert.InRange(shown.Max(p => p.At) - shown.Min(p => p.At), TimeSpan.FromSeconds(140), TimeSpan.FromSeconds(160));
        Assert.All(shown, p => Assert.Null(p.StartedAt));
    }

    [Fact]
    public async Task A_setup_that_fails_ends_the_run_soon_and_everybody_says_why()
    {
        var failure = new EngineOutcome(false, 107, WorkerCause.ScriptError, "The script failed: Error: no login");
        var simulation = Simulate(c => Engine(c, failure: failure));
        var began = simulation.Clock.GetUtcNow();
        var plan = Plan();
        var run = await simulation.RunAsync(plan);

        Assert.Equal((RunState.Failed, failure.Detail), (run.State, run.Detail));
        Assert.Equal((WorkerState.Failed, WorkerCause.ScriptError, (int?)107), (run.Workers[0].State, run.Workers[0].Cause, run.Workers[0].ExitCode));
        Assert.All(run.Workers.Skip(1), w =>
        {
            Assert.Equal((WorkerState.Skipped, WorkerCause.ScriptError), (w.State, w.Cause));
            Assert.Contains("setup() failed on worker 0: The script failed: Error: no login", w.Detail, StringComparison.Ordinal);
        });
        Assert.DoesNotContain(_story, s => s.Contains("begins", StringComparison.Ordinal) || s.Contains("teardown", StringComparison.Ordinal));
        Assert.InRange(simulation.Clock.GetUtcNow() - began, TimeSpan.Zero, TimeSpan.FromSeconds(30));

        // What it measured until then is not lost.
        Assert.Equal(2, (await simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task A_stop_breaks_setup_off()
    {
        var simulation = Simulate(c => Engine(c, setupTime: TimeSpan.FromMinutes(20)));
        var plan = Plan();
        var (run, ended) = await StartAsync(simulation, plan);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(30));
        var asked = simulation.Clock.GetUtcNow();
        await run.TryStopAsync(new StopDocument(asked, "enough"), CancellationToken.None);
        var state = await simulation.ElapseAsync(ended);

        Assert.Equal(RunState.Stopped, state.State);
        Assert.All(state.Workers, w => Assert.Equal("Stopped before the start: enough", w.Detail));
        Assert.InRange(simulation.Clock.GetUtcNow() - asked, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal(["0 setup"], _story);
    }

    [Fact]
    public async Task A_stop_of_the_load_still_has_its_teardown_after_everybodys_end()
    {
        var simulation = Simulate(c => Engine(c));
        var plan = Plan(seconds: 600);
        var (run, ended) = await StartAsync(simulation, plan);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(30));
        var asked = simulation.Clock.GetUtcNow();
        await run.TryStopAsync(new StopDocument(asked, "enough"), CancellationToken.None);
        var state = await simulation.ElapseAsync(ended);

        Assert.Equal(RunState.Stopped, state.State);
        Assert.Equal("0 teardown", _story.Last());
        Assert.InRange(simulation.Clock.GetUtcNow() - asked, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_stop_between_setup_and_the_start_has_its_teardown_too()
    {
        var simulation = Simulate(c => Engine(c));
        var plan = Plan(seconds: 600);
        var (run, ended) = await StartAsync(simulation, plan);
        while (await run.ReadSetupAsync(CancellationToken.None) is null)
            await simulation.ElapseAsync(TimeSpan.FromMilliseconds(100));
        await run.TryStopAsync(new StopDocument(simulation.Clock.GetUtcNow(), "enough"), CancellationToken.None);
        var state = await simulation.ElapseAsync(ended);

        Assert.Equal(RunState.Stopped, state.State);
        Assert.Equal(["0 begins", "0 ends", "0 teardown"], _story.Where(s => s[0] == '0').Skip(1));
    }

    [Fact]
    public async Task Where_the_script_ends_the_test_on_the_first_worker_all_end_and_then_comes_teardown()
    {
        var simulation = Simulate(c => Engine(c, aborts: c.Worker.Index == 0));
        var plan = Plan(seconds: 600);
        var run = await simulation.RunAsync(plan);

        Assert.Equal(RunState.Stopped, run.State);
        Assert.Equal((WorkerState.Stopped, WorkerCause.ScriptAborted, (int?)108), (run.Workers[0].State, run.Workers[0].Cause, run.Workers[0].ExitCode));
        Assert.Equal("0 teardown", _story.Last());
        Assert.Equal(["1 ends", "2 ends"], _story.Where(s => s[0] != '0' && s.EndsWith(" ends", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task When_the_worker_that_runs_setup_is_gone_the_others_end_within_a_bound()
    {
        var simulation = Simulate(c => Engine(c, setupTime: TimeSpan.FromHours(1)));
        var plan = Plan() with { Execution = new LoadTestExecution { MaxDuration = TimeSpan.FromHours(2) } };
        var (_, ended) = await StartAsync(simulation, plan);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(100));
        var gone = simulation.Clock.GetUtcNow();
        simulation.Store.Fault = (operation, name) =>
        {
            if (operation is "write" && name == "lt-1/ready_0.json")
                throw new StoreException(StoreFailure.Unavailable, "gone");
        };
        var run = await simulation.ElapseAsync(ended);

        Assert.Equal(RunState.Failed, run.State);
        Assert.Equal((WorkerState.Lost, WorkerCause.LostContact), (run.Workers[0].State, run.Workers[0].Cause));
        Assert.All(run.Workers.Skip(1), w =>
        {
            Assert.Equal((WorkerState.Skipped, WorkerCause.LostContact), (w.State, w.Cause));
            Assert.Contains("worker 0, which was to run setup() for all, has shown no sign of life", w.Detail, StringComparison.Ordinal);
        });
        Assert.InRange(simulation.Clock.GetUtcNow() - gone, TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(90));
        await simulation.Compute.DeleteAsync("lt-1", 0, CancellationToken.None);
    }

    [Fact]
    public async Task A_store_that_is_away_while_setup_runs_costs_nothing()
    {
        var simulation = Simulate(c => Engine(c, setupTime: TimeSpan.FromSeconds(150)));
        var plan = Plan();
        var (_, ended) = await StartAsync(simulation, plan);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(20));
        simulation.Store.Fault = (_, name) => throw new StoreException(StoreFailure.Unavailable, $"no answer for {name}");
        await simulation.ElapseAsync(TimeSpan.FromSeconds(90));
        simulation.Store.Fault = null;

        Assert.Equal(RunState.Completed, (await simulation.ElapseAsync(ended)).State);
        Assert.Equal("0 teardown", _story.Last());
    }

    [Fact]
    public async Task When_the_first_worker_takes_no_part_the_next_one_runs_setup()
    {
        var simulation = Simulate(c => Engine(c, preparing: _ => c.Worker.Index == 0 ? throw new EngineException(WorkerCause.EngineError, "no k6 here") : Task.CompletedTask));
        var run = await simulation.RunAsync(Plan());

        Assert.Equal(RunState.Degraded, run.State);
        Assert.Equal(("1 setup", "1 teardown"), (_story.First(), _story.Last()));
        Assert.Single(_story, s => s.Contains("takes", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_setup_returned_is_gone_from_the_store_soon_after_the_start_and_in_no_log()
    {
        var simulation = Simulate(c => Engine(c));
        var plan = Plan(seconds: 30);
        var (run, ended) = await StartAsync(simulation, plan);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(20));

        Assert.True((await run.ReadSetupAsync(CancellationToken.None))!.Removed);
        Assert.Equal(RunState.Completed, (await simulation.ElapseAsync(ended)).State);
        foreach (var name in simulation.Store.Names.Where(n => !n.EndsWith(".gz", StringComparison.Ordinal)))
            Assert.DoesNotContain("s3cret", Encoding.UTF8.GetString((await simulation.Store.TryReadAsync(name, CancellationToken.None))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_the_worker_could_not_take_it_out_of_the_store_whoever_sees_the_end_does()
    {
        var simulation = Simulate(c => Engine(c));
        simulation.Store.Fault = (operation, name) =>
        {
            if (operation is "write" && name == "lt-1/setup.json" && simulation.Clock.GetUtcNow() < new DateTimeOffset(2026, 1, 2, 3, 4, 45, TimeSpan.Zero))
                throw new StoreException(StoreFailure.Unavailable, "no answer");
        };
        var plan = Plan(seconds: 60);
        var run = await simulation.RunAsync(plan);

        Assert.Equal(RunState.Completed, run.State);
        Assert.True((await new RunStore(simulation.Store, "lt-1").ReadSetupAsync(CancellationToken.None))!.Removed);
        Assert.Contains("still stands in 'lt-1/setup.json'", Encoding.UTF8.GetString((await simulation.Store.TryReadAsync("lt-1/worker_0.log", CancellationToken.None))!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(SetupPolicy.EachWorker, 3)]
    [InlineData(SetupPolicy.None, 3)]
    [InlineData(SetupPolicy.Once, 1)]
    public async Task Otherwise_nobody_waits_for_a_setup(SetupPolicy policy, int workers)
    {
        var simulation = Simulate(c => Engine(c));
        var run = await simulation.RunAsync(Plan(workers: workers) with { Setup = policy });

        Assert.Equal(RunState.Completed, run.State);
        Assert.DoesNotContain(_story, s => s.Contains("setup", StringComparison.Ordinal) || s.Contains("takes", StringComparison.Ordinal));
        Assert.DoesNotContain("lt-1/setup.json", simulation.Store.Names);
    }

    private static LoadTestPlan Plan(int workers = 3, int seconds = 20) => Simulation.Plan(workers: workers, seconds: seconds) with { Script = "/s.js" };

    private static async Task<(RunStore Run, Task<LoadTestRun> Ended)> StartAsync(Simulation simulation, LoadTestPlan plan)
    {
        var (run, document) = await simulation.LaunchAsync(plan);
        return (run, simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None));
    }

    private SetupEngine Engine(
        EngineContext context, TimeSpan? setupTime = null, EngineOutcome? failure = null, TimeSpan more = default, bool aborts = false,
        Func<CancellationToken, Task>? preparing = null) =>
        new(context, _simulation!.Clock, _story) { SetupTime = setupTime ?? TimeSpan.FromSeconds(3), SetupFailure = failure, More = more, Aborts = aborts, Preparing = preparing };

    private Simulation Simulate(Func<EngineContext, ILoadEngine> engine) => _simulation = new Simulation(new ScriptedEngines(engine));
}
