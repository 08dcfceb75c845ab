using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests;

/// <summary>A run that is watched, and ended when it is bad, under simulated time.</summary>
public sealed class LiveRunTests
{
    [Fact]
    public async Task A_rule_over_a_window_ends_the_run_and_every_session_says_why()
    {
        var simulation = Failing(from: 40);
        var plan = Simulation.Plan(workers: 3, seconds: 600) with { StopWhen = [new("http_req_failed", "rate>0.2", TimeSpan.FromSeconds(20))] };
        var (_, document) = await simulation.LaunchAsync(plan);
        var others = simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None);
        var run = await simulation.ElapseAsync(simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None));
        var other = await simulation.ElapseAsync(others);
        var result = await simulation.MergeAsync(plan);

        Assert.Equal((RunState.Stopped, RunState.Stopped), (run.State, other.State));
        Assert.All([run, other], r => Assert.Equal("http_req_failed: rate>0.2 for 20s", r.StopRule));
        Assert.StartsWith("The rule 'http_req_failed: rate>0.2 for 20s' of stop_when was met: rate was 0.", run.Detail, StringComparison.Ordinal);
        Assert.Equal(run.Detail, run.StopReason);
        Assert.InRange(run.FinishedAt!.Value - run.StartedAt!.Value, TimeSpan.FromSeconds(44), TimeSpan.FromSeconds(65));
        Assert.False(result!.Passed);
        Assert.Equal((run.StopReason, run.StopRule), (result.StopReason, result.StopRule));
        Assert.Empty(simulation.Warnings);
    }

    [Fact]
    public async Task A_threshold_with_abort_on_fail_ends_the_run_on_the_merged_figures()
    {
        // Only one of four workers fails: half of its requests, an eighth of all.
        var simulation = Failing(from: 0, worker: 2);
        var plan = Simulation.Plan(4, 2, 600, new("http_req_failed", "rate<0.2", AbortOnFail: true), new("http_req_failed", "rate<0.1", AbortOnFail: true, TimeSpan.FromSeconds(30)));

        var run = await simulation.RunAsync(plan);

        Assert.Equal(RunState.Stopped, run.State);
        Assert.Equal("http_req_failed: rate<0.1", run.StopRule);
        Assert.InRange(run.FinishedAt!.Value - run.StartedAt!.Value, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(48));
        Assert.All(run.Workers, w => Assert.Equal(WorkerState.Stopped, w.State));
    }

    [Fact]
    public async Task A_run_that_ends_before_it_can_be_stopped_has_not_passed_either()
    {
        var simulation = new Simulation();
        var plan = Simulation.Plan(workers: 1, seconds: 10);
        var (store, document) = await simulation.LaunchAsync(plan);
        var ended = simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None);
        await simulation.ElapseAsync(ended);
        await store.TryStopAsync(new StopDocument(simulation.Clock.GetUtcNow(), "too late", Rule: "http_reqs: rate<1 for 10s"), CancellationToken.None);

        var result = await simulation.MergeAsync(plan);

        Assert.Equal((RunState.Completed, false), (result!.State, result.Passed));
    }

    [Fact]
    public async Task Progress_has_all_figures_and_the_thresholds_as_they_stand()
    {
        var simulation = Failing(from: 0);
        var plan = Simulation.Plan(3, 2, 30, new("http_req_failed", "rate<0.1"), new("http_req_duration{status:200}", "p(95)<100"), new("iterations", "count>5"));

        await simulation.RunAsync(plan);
        var last = simulation.Progress[^1];
        var result = await simulation.MergeAsync(plan);

        Assert.Equal(result!.Thresholds, last.Thresholds);
        Assert.Equal([false, true, false], last.Thresholds.Select(t => t.Passed));
        Assert.Equal((180d, 90L), (last.Requests, last.Failures));
        Assert.Equal((result.Metrics["http_req_duration"]!.Med, result.Metrics["http_req_duration"]!.P95, result.Metrics["http_req_duration"]!.P99), (last.P50, last.P95, last.P99));
        Assert.InRange(last.Elapsed, TimeSpan.FromSeconds(29), TimeSpan.FromSeconds(31));
        Assert.Equal(3, last.WorkersByState[WorkerState.Completed]);
        Assert.Null(last.StopReason);
    }

    [Fact]
    public async Task Progress_comes_while_the_load_goes_on()
    {
        var simulation = Failing(from: 0);
        await simulation.RunAsync(Simulation.Plan(3, 2, 30, new LoadTestThresholdRule("http_req_failed", "rate<0.1")));

        var seen = simulation.Progress.Where(p => p.WorkersByState.GetValueOrDefault(WorkerState.Running) == 3).Select(p => p.Requests).Distinct().Count();
        Assert.InRange(seen, 4, 20);
        Assert.Contains(simulation.Progress, p => p is { Requests: > 0 and < 100 } && !p.Thresholds[0].Passed && p.Thresholds[0].Actual == 0.5);
    }

    [Fact]
    public async Task A_worker_that_hears_no_stop_is_killed_and_saves_what_it_measured()
    {
        Simulation simulation = null!;
        simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, simulation.Clock) { IsDeaf = c.Worker.Index == 1 }));
        var plan = Simulation.Plan(workers: 2, seconds: 600);
        var (store, document) = await simulation.LaunchAsync(plan);
        var controller = simulation.Controller(plan, document);
        await simulation.ElapseAsync(controller.UntilStartedAsync(CancellationToken.None));
        await simulation.ElapseAsync(TimeSpan.FromSeconds(20));
        await store.TryStopAsync(new StopDocument(simulation.Clock.GetUtcNow(), "enough"), CancellationToken.None);
        var asked = await simulation.ElapseAsync(controller.UntilEndedAsync(TimeSpan.FromSeconds(30), CancellationToken.None));
        var cleanup = new RunCleanup(store, plan, controller.Observer, simulation.Compute, simulation.Clock) { Warn = simulation.Warnings.Add };

        var left = await simulation.ElapseAsync(cleanup.KillAsync(asked.Workers, "30s after the stop", CancellationToken.None));
        var run = await controller.LookOnceAsync(CancellationToken.None);
        var result = await simulation.MergeAsync(plan);

        Assert.Equal(RunState.TimedOut, asked.State);
        Assert.Empty(left);
        Assert.EndsWith("had not ended 30s after the stop, and was killed.", Assert.Single(simulation.Warnings), StringComparison.Ordinal);
        Assert.Equal([WorkerState.Stopped, WorkerState.Failed], run.Workers.Select(w => w.State));
        Assert.Equal((2, 1), (result!.Coverage.MergedWorkers, result.Coverage.FinishedWorkers));
        Assert.False(result.Passed);
    }

    /// <summary>A simulation in which every second request of one worker, or of all, fails from some second on.</summary>
    private static Simulation Failing(int from, int? worker = null)
    {
        Simulation simulation = null!;
        return simulation = new Simulation(new ScriptedEngines(c => new ScriptedEngine(c, simulation.Clock)
        {
            Failed = (context, second, vu) => second >= from && (worker ?? context.Worker.Index) == context.Worker.Index && vu % 2 == 0,
        }));
    }
}
