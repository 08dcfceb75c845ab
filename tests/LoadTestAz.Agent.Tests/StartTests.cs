using System.Collections.Concurrent;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests;

/// <summary>What becomes of a run of which some workers are not ready in time, under simulated time.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(2);

    private readonly ConcurrentQueue<string> _prepared = new();
    private Simulation _simulation = null!;

    [Fact]
    public async Task The_load_of_a_worker_that_is_never_ready_goes_to_the_others()
    {
        Simulate((worker, _) => worker == 1 ? Never : TimeSpan.Zero);
        var plan = Plan(MissingWorkersPolicy.Redistribute);

        var run = await _simulation.RunAsync(plan);
        var result = (await _simulation.MergeAsync(plan))!;

        Assert.Equal(RunState.Degraded, run.State);
        Assert.Equal([(WorkerState.Completed, 9, 6), (WorkerState.Skipped, 0, 6), (WorkerState.Completed, 9, 6)], run.Workers.Select(w => (w.State, w.Vus, w.PlannedVus)));
        Assert.Equal(WorkerCause.StartTimeout, run.Workers[1].Cause);
        Assert.Contains("Its 6 VUs were given to the other workers.", run.Workers[1].Detail, StringComparison.Ordinal);
        Assert.Equal("2/3 workers, 18/18 VUs", $"{run.Coverage}");

        // As if all three had been there.
        Assert.Equal(18 * 20, result.Metrics["http_reqs"]!.Count);
        Assert.Equal(18, result.Metrics["vus"]!.Value);
        Assert.True(result.Passed);
        Assert.Contains(result.Warnings, w => w.StartsWith("Before the start the load of worker 1 was given to 2 others", StringComparison.Ordinal));
        Assert.Contains(_simulation.Warnings, w => w.StartsWith("Before the start the load of worker 1", StringComparison.Ordinal));
        Assert.Equal(["0 6 0/3:1/3", "0 9 0:1/2", "1 6 1/3:2/3", "2 6 2/3:3/3", "2 9 1/2:1"], _prepared.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Nobody_is_waited_for_who_has_failed_for_good()
    {
        Simulate((worker, _) => worker == 1 ? throw new EngineException(WorkerCause.ScriptError, "line 3") : TimeSpan.Zero);
        var plan = Plan(MissingWorkersPolicy.Redistribute);

        var run = await _simulation.RunAsync(plan);

        Assert.Equal((WorkerState.Failed, WorkerCause.ScriptError, "line 3 Its 6 VUs were given to the other workers."), (run.Workers[1].State, run.Workers[1].Cause, run.Workers[1].Detail));
        Assert.InRange(run.StartedAt!.Value - Began, TimeSpan.Zero, TimeSpan.FromSeconds(20));
        Assert.Equal(18 * 20, (await _simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task Who_is_not_ready_again_in_time_is_missing_and_its_load_is_not_given_away_once_more()
    {
        Simulate((worker, attempt) => worker == 1 || (worker == 2 && attempt == 2) ? Never : TimeSpan.Zero);
        var plan = Plan(MissingWorkersPolicy.Redistribute);

        var run = await _simulation.RunAsync(plan);

        Assert.Equal([(WorkerState.Completed, 9), (WorkerState.Skipped, 0), (WorkerState.Skipped, 9)], run.Workers.Select(w => (w.State, w.Vus)));
        Assert.Equal("1/3 workers, 9/18 VUs", $"{run.Coverage}");
        Assert.Equal(9 * 20, (await _simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
        Assert.InRange(run.StartedAt!.Value - Began, TimeSpan.FromSeconds(120), TimeSpan.FromSeconds(130));
    }

    [Theory]
    [InlineData(61, 1)]  // It is ready while the others prepare anew: it stands down, for its share is another's.
    [InlineData(90, 1)]
    public async Task Who_is_ready_after_its_share_was_given_away_stands_down(int seconds, int late)
    {
        Simulate((worker, attempt) => TimeSpan.FromSeconds(worker == late ? seconds : attempt == 2 ? 5 : 0));
        var plan = Plan(MissingWorkersPolicy.Redistribute);

        var run = await _simulation.RunAsync(plan);

        Assert.Equal((WorkerState.Skipped, WorkerCause.StartTimeout), (run.Workers[late].State, run.Workers[late].Cause));
        Assert.True(await _simulation.ElapseAsync(HasEndedAsync(late)));
        Assert.Equal(18 * 20, (await _simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task When_all_are_ready_nobody_prepares_twice()
    {
        Simulate((_, _) => TimeSpan.Zero);
        var plan = Plan(MissingWorkersPolicy.Redistribute);

        var run = await _simulation.RunAsync(plan);

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(3, _prepared.Count);
        Assert.DoesNotContain(_simulation.Warnings, w => w.Contains("given", StringComparison.Ordinal));
        Assert.InRange(run.StartedAt!.Value - Began, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Two_sessions_settle_the_shares_once()
    {
        // Worker 1 becomes ready at the very moment at which the sessions decide.
        Simulate((worker, attempt) => TimeSpan.FromSeconds(worker == 1 ? 60 : attempt == 2 ? 5 : 0));
        var plan = Plan(MissingWorkersPolicy.Redistribute);
        var (_, document) = await _simulation.LaunchAsync(plan);
        var sessions = Enumerable.Range(1, 3).Select(i => new RunController(new RunStore(_simulation.Store, plan.RunId), plan, document, _simulation.Compute, _simulation.Clock)
        {
            PollInterval = TimeSpan.FromMilliseconds(300 * i),
        }.UntilEndedAsync(null, CancellationToken.None)).ToList();

        var runs = new List<LoadTestRun>();
        foreach (var session in sessions)
            runs.Add(await _simulation.ElapseAsync(session));

        Assert.All(runs, run => Assert.Equal(runs[0].Workers.Select(w => (w.State, w.Vus)), run.Workers.Select(w => (w.State, w.Vus))));
        Assert.Equal(18, runs[0].Coverage.FinishedVus);
        Assert.Equal(18 * 20, (await _simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Theory]
    [InlineData("lt-1/shares.json")]
    [InlineData("lt-1/start.json")]
    public async Task Another_session_goes_on_where_one_was_killed(string lastWrite)
    {
        Simulate((worker, attempt) => worker == 1 ? Never : TimeSpan.FromSeconds(attempt == 2 ? 5 : 0));
        var plan = Plan(MissingWorkersPolicy.Redistribute);
        var (_, document) = await _simulation.LaunchAsync(plan);
        using var killed = new CancellationTokenSource();
        _simulation.Store.Fault = (_, _) =>
        {
            // Whatever the first session does after this write fails; it is not there any more.
            if (_simulation.Store.Names.Contains(lastWrite))
                killed.Cancel();
        };
        var first = _simulation.Controller(plan, document).UntilEndedAsync(null, killed.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _simulation.ElapseAsync(first));
        _simulation.Store.Fault = null;
        await _simulation.ElapseAsync(TimeSpan.FromSeconds(10));

        var run = await _simulation.ElapseAsync(_simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None));

        Assert.Equal("2/3 workers, 18/18 VUs", $"{run.Coverage}");
        Assert.Equal(18 * 20, (await _simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task Workers_that_nobody_follows_give_up()
    {
        Simulate((worker, _) => worker == 1 ? Never : TimeSpan.Zero);
        var plan = Plan(MissingWorkersPolicy.Redistribute);
        var (run, _) = await _simulation.LaunchAsync(plan);
        await _simulation.ElapseAsync(TimeSpan.FromSeconds(30));
        await run.TryCreateSharesAsync(Redistribution.Of(plan, [0, 2], giveAway: true, _simulation.Clock.GetUtcNow()), CancellationToken.None);

        Assert.True(await _simulation.ElapseAsync(HasEndedAsync(0)));

        Assert.Equal(WorkerState.Skipped, (await run.ReadCompletionAsync(0, CancellationToken.None))!.State);
        Assert.InRange(_simulation.Clock.GetUtcNow() - Began, TimeSpan.FromSeconds(30 + 60 + 60), TimeSpan.FromSeconds(30 + 60 + 60 + 15));
    }

    [Fact]
    public async Task Setup_runs_once_on_the_first_that_takes_part_also_when_the_first_of_all_is_missing()
    {
        var story = new ConcurrentQueue<string>();
        _simulation = new Simulation(new ScriptedEngines(c => new SetupEngine(c, _simulation.Clock, story)
        {
            Preparing = token => c.Worker.Index == 0 ? Task.Delay(Never, _simulation.Clock, token) : Task.CompletedTask,
        }));
        var plan = Plan(MissingWorkersPolicy.Redistribute) with { Script = "/s.js" };

        var run = await _simulation.RunAsync(plan);

        Assert.Equal("2/3 workers, 18/18 VUs", $"{run.Coverage}");
        Assert.Equal(["1 setup", "2 takes " + SetupEngine.Data, "1 teardown"], story.Where(s => !s.EndsWith("begins", StringComparison.Ordinal) && !s.EndsWith("ends", StringComparison.Ordinal)));
        Assert.Equal((18 * 20) + 3, (await _simulation.MergeAsync(plan))!.Metrics["http_reqs"]!.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_that_is_to_have_all_its_workers_is_called_off_without_one(bool fails)
    {
        Simulate((worker, _) => worker != 1 ? TimeSpan.Zero : fails ? throw new EngineException(WorkerCause.OutOfMemory, "no room") : Never);
        var plan = Plan(MissingWorkersPolicy.Fail);

        var run = await _simulation.RunAsync(plan);

        Assert.Equal(RunState.Failed, run.State);
        Assert.StartsWith("2 of 3 workers were ready ", run.Detail, StringComparison.Ordinal);
        Assert.All(run.Workers, w => Assert.Null(w.StartedAt));
        Assert.DoesNotContain("lt-1/start.json", _simulation.Store.Names);
        Assert.Null(await _simulation.MergeAsync(plan));
        Assert.InRange(_simulation.Clock.GetUtcNow() - Began, TimeSpan.Zero, TimeSpan.FromSeconds(fails ? 15 : 75));
    }

    [Theory]
    [InlineData(5, 30)]    // The last of the quorum is ready after 5 s; 30 s later it begins.
    [InlineData(50, 10)]   // The start timeout comes first.
    public async Task Once_the_quorum_is_ready_stragglers_get_some_time_and_no_more(int readyAfter, int wait)
    {
        Simulate((worker, _) => worker == 2 ? Never : TimeSpan.FromSeconds(worker * readyAfter));
        var plan = Plan(MissingWorkersPolicy.Fail) with { Execution = new() { StartTimeout = TimeSpan.FromSeconds(60), StartQuorum = 0.6, OnMissingWorkers = MissingWorkersPolicy.Fail } };

        var run = await _simulation.RunAsync(plan);

        Assert.InRange(run.StartedAt!.Value - Began, TimeSpan.FromSeconds(readyAfter + wait), TimeSpan.FromSeconds(readyAfter + wait + 5));
        Assert.Equal([WorkerState.Completed, WorkerState.Completed, WorkerState.Skipped], run.Workers.Select(w => w.State));
        Assert.Equal("2/3 workers, 12/18 VUs", $"{run.Coverage}");
    }

    [Fact]
    public async Task A_straggler_that_comes_while_the_others_settle_takes_part()
    {
        Simulate((worker, _) => TimeSpan.FromSeconds(worker * 12));
        var plan = Plan(MissingWorkersPolicy.Continue) with { Execution = new() { StartTimeout = TimeSpan.FromSeconds(60), StartQuorum = 0.3 } };

        var run = await _simulation.RunAsync(plan);

        Assert.Equal(RunState.Completed, run.State);
        Assert.InRange(run.StartedAt!.Value - Began, TimeSpan.FromSeconds(24), TimeSpan.FromSeconds(29));
    }

    private static DateTimeOffset Began => new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static LoadTestPlan Plan(MissingWorkersPolicy policy) =>
        Simulation.Plan(workers: 3, vus: 6) with { Execution = new() { StartTimeout = TimeSpan.FromSeconds(60), OnMissingWorkers = policy } };

    // How long a worker takes to prepare, the first and the second time.
    private void Simulate(Func<int, int, TimeSpan> preparing)
    {
        var attempts = new ConcurrentDictionary<int, int>();
        _simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, _simulation.Clock)
        {
            Preparing = (context, token) =>
            {
                _prepared.Enqueue($"{context.Worker.Index} {context.Worker.Vus} {context.Worker.ExecutionSegment}");
                return Task.Delay(preparing(context.Worker.Index, attempts.AddOrUpdate(context.Worker.Index, 1, (_, n) => n + 1)), _simulation.Clock, token);
            },
        }));
    }

    private async Task<bool> HasEndedAsync(int worker)
    {
        while (!_simulation.Store.Names.Contains($"lt-1/completion_{worker}.json"))
            await Task.Delay(TimeSpan.FromSeconds(1), _simulation.Clock);
        return true;
    }
}
