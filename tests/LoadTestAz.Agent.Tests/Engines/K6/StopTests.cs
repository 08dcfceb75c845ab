using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>From <c>stop.json</c> to the end of a k6 that does not want to end, with the bounds that ship.</summary>
public sealed class StopTests : IAsyncDisposable
{
    private readonly K6Fleet _fleet = new();

    [Fact]
    public void The_bounds_leave_a_second_for_a_slow_store_and_one_for_a_slow_machine()
    {
        var options = new WorkerAgentOptions { Instance = "i" };
        Assert.InRange(options.PollInterval + K6EngineOptions.DefaultStopGrace + K6EngineOptions.DefaultSignalGrace, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));
        Assert.InRange(options.PollInterval + HttpLoadEngineOptions.DefaultStopGrace, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(8));
        Assert.True(K6EngineOptions.DefaultKillGrace < K6EngineOptions.DefaultStopGrace);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_that_ignores_everything_is_gone_in_time_and_what_it_measured_is_saved(bool answers)
    {
        var plan = K6Fleet.Plan("deaf", workers: 2) with { Duration = TimeSpan.FromMinutes(10) };
        var (run, ended, controller) = await _fleet.StartAsync(plan);
        await UntilAsync(() => controller.Observer.TraceOf(0).Live is not null && controller.Observer.TraceOf(1).Live is not null);
        if (!answers)
            _fleet.FallSilent();

        var asked = TimeProvider.System.GetUtcNow();
        Assert.True(await run.TryStopAsync(new StopDocument(asked, "enough"), CancellationToken.None));
        var state = await ended;

        // The requirement is 10 s; what more is allowed here is the busy machine's.
        Assert.All(state.Workers, w => Assert.InRange(w.FinishedAt!.Value - asked, TimeSpan.Zero, TimeSpan.FromSeconds(10 + 10)));
        Assert.All(state.Workers, w => Assert.Equal((WorkerState.Stopped, WorkerCause.Stopped, (int?)137), (w.State, w.Cause, w.ExitCode)));
        Assert.All(state.Workers, w => Assert.Contains("was killed; what it had measured is kept", w.Detail));
        var result = await new Merging.ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None);
        Assert.True(result!.Metrics["iterations"]!.Count > 2);
        Assert.Equal(2, result.Coverage.MergedWorkers);
        Assert.NotNull(await _fleet.TextAsync("k6_console_1.log"));
        _fleet.AssertGone();
    }

    [Fact]
    public async Task One_that_never_gets_ready_is_gone_in_time_too()
    {
        var (run, ended, _) = await _fleet.StartAsync(K6Fleet.Plan("mute"));
        await UntilAsync(() => _fleet.Folders.Any(folder => File.Exists(Path.Combine(folder, "mute"))));

        var asked = TimeProvider.System.GetUtcNow();
        Assert.True(await run.TryStopAsync(new StopDocument(asked, "enough"), CancellationToken.None));
        var worker = Assert.Single((await ended).Workers);

        Assert.Equal((WorkerState.Stopped, WorkerCause.Stopped, "Stopped before the start: enough"), (worker.State, worker.Cause, worker.Detail));
        Assert.InRange(worker.FinishedAt!.Value - asked, TimeSpan.Zero, TimeSpan.FromSeconds(10 + 10));
        Assert.NotNull(await _fleet.TextAsync("worker_0.log"));
        _fleet.AssertGone();
    }

    public ValueTask DisposeAsync() => _fleet.DisposeAsync();

    private static async Task UntilAsync(Func<bool> holds)
    {
        for (var i = 0; i < 1200 && !holds(); i++)
            await Task.Delay(50);
        Assert.True(holds(), "It did not come to be within a minute.");
    }
}
