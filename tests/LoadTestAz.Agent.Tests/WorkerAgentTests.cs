using LoadTestAz.Agent.Health;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests;

/// <summary>The ways of a worker, under simulated time.</summary>
public sealed class WorkerAgentTests
{
    [Fact]
    public async Task A_run_ends_completed_and_its_totals_are_those_of_all_workers()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 3, vus: 2, seconds: 20, new LoadTestThresholdRule("http_reqs", "count==120"), new LoadTestThresholdRule("http_req_duration{status:200}", "p(95)<10.1"));

        var run = await simulation.RunAsync(plan);
        var result = await simulation.MergeAsync(plan);

        Assert.Equal(RunState.Completed, run.State);
        Assert.All(run.Workers, w => Assert.Equal((WorkerState.Completed, (int?)0), (w.State, w.ExitCode)));
        Assert.Equal(120, result!.Metrics["http_reqs"]!.Count);
        Assert.Equal(6, result.Metrics["vus"]!.Value);
        Assert.True(result.Passed);
        Assert.All(result.Thresholds, t => Assert.True(t.Passed));
        Assert.Equal((3, 6), (result.Coverage.MergedWorkers, result.Coverage.MergedVus));
        Assert.Empty(result.Warnings);
        Assert.Empty(simulation.Warnings);
    }

    [Fact]
    public async Task Every_worker_leaves_its_files_and_begins_at_the_common_instant()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 2);

        var run = await simulation.RunAsync(plan);

        Assert.Equal(
            [
                "claim_0.json", "claim_1.json", "completion_0.json", "completion_1.json", "live_0.json", "live_1.json", "metrics_0.json.gz",
                "metrics_1.json.gz", "outcome.json", "plan.json", "ready_0.json", "ready_1.json", "run.json", "series_0.json.gz", "series_1.json.gz", "start.json", "worker_0.log", "worker_1.log",
            ],
            simulation.Store.Names.Select(n => n["lt-1/".Length..]));
        Assert.All(run.Workers, w => Assert.InRange(w.StartedAt!.Value - run.StartedAt!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(1)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_an_engine_leaves_behind_is_saved_whatever_came_of_it(bool fails)
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "what it said");
        Simulation simulation = null!;
        simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, simulation.Clock)
        {
            Files = [new EngineFile("gone_0.json", path + ".gone"), new EngineFile("k6_console_0.log", path)],
            Preparing = (_, _) => fails ? throw new EngineException(WorkerCause.ScriptError, "line 3") : Task.CompletedTask,
        }));

        var run = await simulation.RunAsync(Simulation.Plan(workers: 1));
        File.Delete(path);

        Assert.Equal(fails ? WorkerState.Failed : WorkerState.Completed, run.Workers[0].State);
        Assert.Equal("what it said"u8.ToArray(), await simulation.Store.TryReadAsync("lt-1/k6_console_0.log", CancellationToken.None));
        Assert.Contains("gone_0.json could not be saved", System.Text.Encoding.UTF8.GetString((await simulation.Store.TryReadAsync("lt-1/worker_0.log", CancellationToken.None))!));
    }

    [Fact]
    public async Task A_second_process_for_a_slot_makes_no_load()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 1);
        var (run, document) = await simulation.LaunchAsync(plan);
        var ended = simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(10));
        var duplicate = new WorkerAgent(run, 0, new ScriptedEngines(simulation.Clock), simulation.Clock, new WorkerAgentOptions { Instance = "again" });

        Assert.Null(await simulation.ElapseAsync(duplicate.RunAsync(CancellationToken.None)));
        Assert.Equal(RunState.Completed, (await simulation.ElapseAsync(ended)).State);
        Assert.Equal(40, (await simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task An_engine_that_throws_fails_its_worker_and_nobody_else()
    {
        Simulation simulation = null!;
        simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, simulation.Clock)
        {
            EachSecond = (context, second) =>
            {
                if (context.Worker.Index == 1 && second == 7)
                    throw new InvalidOperationException("the engine broke");
            },
        }));
        var plan = Simulation.Plan(workers: 3);

        var run = await simulation.RunAsync(plan);
        var result = await simulation.MergeAsync(plan);

        Assert.Equal(RunState.Degraded, run.State);
        var failed = Assert.Single(run.Workers, w => w.State is WorkerState.Failed);
        Assert.Equal((1, WorkerCause.InternalError, "the engine broke"), (failed.Index, failed.Cause, failed.Detail));

        // What it measured until then counts, and the coverage says that it did not go on to the end.
        Assert.Equal((2 * 2 * 20) + (2 * 7), result!.Metrics["http_reqs"]!.Count);
        Assert.Equal((2, 3), (result.Coverage.FinishedWorkers, result.Coverage.MergedWorkers));
        Assert.Equal(4d / 6, result.Coverage.Share, 12);
    }

    [Fact]
    public async Task An_engine_that_can_not_be_prepared_is_told_and_the_others_begin_without_it()
    {
        Simulation simulation = null!;
        simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, simulation.Clock)
        {
            Preparing = (context, _) => context.Worker.Index == 0 ? throw new EngineException(WorkerCause.ScriptError, "line 3: no such thing") : Task.CompletedTask,
        }));
        var plan = Simulation.Plan(workers: 2);

        var run = await simulation.RunAsync(plan);

        Assert.Equal(RunState.Degraded, run.State);
        Assert.Equal((WorkerState.Failed, WorkerCause.ScriptError), (run.Workers[0].State, run.Workers[0].Cause));
        Assert.Null(run.Workers[0].StartedAt);
        Assert.Equal(WorkerState.Completed, run.Workers[1].State);
    }

    [Fact]
    public async Task A_worker_that_is_never_ready_holds_the_others_up_until_the_start_timeout_and_stands_down()
    {
        Simulation simulation = null!;
        simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, simulation.Clock)
        {
            Preparing = (context, token) => context.Worker.Index == 0 ? Task.Delay(TimeSpan.FromSeconds(90), simulation.Clock, token) : Task.CompletedTask,
        }));
        var plan = Simulation.Plan(workers: 2) with { Execution = new LoadTestExecution { StartTimeout = TimeSpan.FromSeconds(60) } };

        var run = await simulation.RunAsync(plan);

        Assert.Equal(RunState.Degraded, run.State);
        Assert.Equal((WorkerState.Skipped, WorkerCause.StartTimeout), (run.Workers[0].State, run.Workers[0].Cause));
        Assert.Equal(WorkerState.Completed, run.Workers[1].State);
    }

    [Fact]
    public async Task A_run_without_any_ready_worker_is_called_off()
    {
        Simulation simulation = null!;
        simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, simulation.Clock)
        {
            Preparing = (_, _) => throw new EngineException(WorkerCause.EngineError, "no engine here"),
        }));
        var plan = Simulation.Plan(workers: 2);
        var (_, document) = await simulation.LaunchAsync(plan);

        var run = await simulation.ElapseAsync(simulation.Controller(plan, document).UntilStartedAsync(CancellationToken.None));

        Assert.Equal(RunState.Failed, run.State);
        Assert.Null(run.StartedAt);
        Assert.Null(await simulation.MergeAsync(plan));
    }

    [Fact]
    public async Task A_stop_ends_all_workers_soon_and_keeps_what_they_measured()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 3, vus: 2, seconds: 600);
        var (run, document) = await simulation.LaunchAsync(plan);
        var ended = simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(30));
        var asked = simulation.Clock.GetUtcNow();
        Assert.True(await run.TryStopAsync(new StopDocument(asked, "enough"), CancellationToken.None));

        var state = await simulation.ElapseAsync(ended);

        Assert.Equal((RunState.Stopped, "enough"), (state.State, state.Detail));
        Assert.All(state.Workers, w => Assert.Equal((WorkerState.Stopped, WorkerCause.Stopped, (int?)103), (w.State, w.Cause, w.ExitCode)));
        Assert.All(state.Workers, w => Assert.True(w.FinishedAt - asked < TimeSpan.FromSeconds(10)));
        Assert.InRange((await simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count!.Value, 6 * 20, 6 * 40);
    }

    [Fact]
    public async Task A_hard_end_ends_the_load_and_is_the_cause()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 1, seconds: 600) with { Execution = new LoadTestExecution { MaxDuration = TimeSpan.FromSeconds(60) } };

        var run = await simulation.RunAsync(plan);

        Assert.Equal((WorkerState.Failed, WorkerCause.DeadlineExceeded), (run.Workers[0].State, run.Workers[0].Cause));
        Assert.InRange(run.Workers[0].FinishedAt!.Value - new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), TimeSpan.FromSeconds(55), TimeSpan.FromSeconds(65));
        Assert.True((await simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count > 0);
    }

    [Fact]
    public async Task A_store_that_is_down_for_a_while_costs_nothing()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 2, seconds: 60);
        var (_, document) = await simulation.LaunchAsync(plan);
        var ended = simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(45));
        simulation.Store.Fault = (_, name) => throw new StoreException(StoreFailure.Unavailable, $"no answer for {name}");
        await simulation.ElapseAsync(TimeSpan.FromSeconds(30));
        simulation.Store.Fault = null;

        var run = await simulation.ElapseAsync(ended);

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(2 * 2 * 60, (await simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
        Assert.NotEmpty(simulation.Warnings);
    }

    [Fact]
    public async Task A_worker_that_can_not_save_its_metrics_is_lost_and_its_last_snapshot_counts()
    {
        var simulation = new Simulation();
        simulation.Store.Fault = (operation, name) =>
        {
            if (operation == "write" && name is "lt-1/metrics_1.json.gz" or "lt-1/completion_1.json")
                throw new StoreException(StoreFailure.Unavailable, "no answer");
        };
        var plan = Simulation.Plan(workers: 2, seconds: 20);

        var run = await simulation.RunAsync(plan);
        var result = await simulation.MergeAsync(plan);

        Assert.Equal(RunState.Degraded, run.State);
        Assert.Equal((WorkerState.Lost, WorkerCause.LostContact), (run.Workers[1].State, run.Workers[1].Cause));
        Assert.Contains(result!.Warnings, w => w.Contains("last snapshot", StringComparison.Ordinal));
        Assert.Equal(80, result.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task A_run_id_is_taken_once()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan();
        var launcher = new RunLauncher(simulation.Store, simulation.Compute, simulation.Clock);
        await launcher.CreateAsync(plan, CancellationToken.None);

        var error = await Assert.ThrowsAsync<RunExistsException>(() => launcher.CreateAsync(plan, CancellationToken.None));
        Assert.Contains("lt-1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Progress_shows_the_merged_figures()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 3, vus: 2, seconds: 30);

        await simulation.RunAsync(plan);

        var last = simulation.Progress.Last(p => p.WorkersByState.GetValueOrDefault(WorkerState.Running) == 3);
        Assert.Equal(6, last.Vus);
        Assert.InRange(last.RequestsPerSecond, 4, 9);
        Assert.Equal(0, last.Failures);
        Assert.Equal(10, last.P95!.Value, 10 * 0.001);
        Assert.Contains(simulation.Progress, p => p.StartedAt is null || p.StartedAt > p.At);
    }

    [Fact]
    public async Task Workers_that_are_short_of_CPU_are_flagged_while_they_run_and_in_the_result()
    {
        Simulation simulation = null!;
        simulation = new Simulation(health: () => new HealthReading
        {
            // 95 % of the machine's two cores, since the clock's beginning.
            MachineCpu = (simulation.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero)) * 1.9, MachineCores = 2, MachineMemory = 5, MemoryLimit = 10,
            EngineCpu = simulation.Clock.GetUtcNow() - new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), EngineCores = 2, EngineMemory = 3,
        });
        var plan = Simulation.Plan(workers: 3, vus: 2, seconds: 40);

        var run = await simulation.RunAsync(plan);
        var result = (await simulation.MergeAsync(plan))!;

        Assert.All(run.Workers, w => Assert.True(w.Health is { IsCpuHigh: true, IsMemoryHigh: false, PeakMemoryBytes: 3, MachinePeakMemoryBytes: 5, MemoryLimitBytes: 10, CpuLimitCores: 2 }, $"{w.Health}"));
        Assert.All(run.Workers, w => Assert.Equal((0.5, 0.95), (w.Health!.MeanCpuShare!.Value, w.Health.MachinePeakCpuShare!.Value), (a, b) => Math.Abs(a.Item1 - b.Item1) < 0.01 && Math.Abs(a.Item2 - b.Item2) < 0.01));
        Assert.Contains("95 % of its CPU", Assert.Single(result.Warnings));
        Assert.Contains(simulation.Progress, p => p.StrainedWorkers == 3 && p.WorkersByState.GetValueOrDefault(WorkerState.Running) == 3);
        Assert.Contains(simulation.Progress, p => p.StrainedWorkers == 0);
        Assert.True(result.Passed);
    }

    [Fact]
    public async Task Merging_a_run_that_waits_for_its_start_does_not_start_it()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan();
        var (run, _) = await simulation.LaunchAsync(plan);
        await simulation.ElapseAsync(TimeSpan.FromSeconds(2)); // All workers are ready now.

        Assert.Null(await simulation.MergeAsync(plan));

        Assert.Null(await run.ReadStartAsync(CancellationToken.None));
        Assert.Null(await run.ReadStopAsync(CancellationToken.None));
    }

    [Fact]
    public async Task Two_sessions_that_wait_do_no_harm()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan();
        var (_, document) = await simulation.LaunchAsync(plan);
        var first = simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None);
        var second = simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None);

        Assert.Equal(RunState.Completed, (await simulation.ElapseAsync(first)).State);
        Assert.Equal(RunState.Completed, (await simulation.ElapseAsync(second)).State);
        Assert.Equal(120, (await simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task A_poll_costs_one_listing_and_reads_only_what_changed()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 10);
        await simulation.RunAsync(plan);
        var observer = new RunObserver(new RunStore(simulation.Store, plan.RunId));
        await observer.PollAsync(simulation.Clock.GetUtcNow(), CancellationToken.None);
        simulation.Store.Calls.Clear();

        await observer.PollAsync(simulation.Clock.GetUtcNow(), CancellationToken.None);

        Assert.Equal(new Dictionary<string, int> { ["list"] = 1 }, simulation.Store.Calls.ToDictionary());
    }
}
