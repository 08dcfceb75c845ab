using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Metrics;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>The engine with a script in k6's place, for what no real k6 does when asked.</summary>
public sealed class StandInTests : IAsyncDisposable
{
    private static readonly K6EngineOptions Short = new()
    {
        StopGrace = TimeSpan.FromSeconds(1), KillGrace = TimeSpan.FromSeconds(0.5), SignalGrace = TimeSpan.FromSeconds(0.5), DrainTime = TimeSpan.FromSeconds(5),
    };

    private readonly StandInK6 _standIn = new();
    private K6Run? _run;

    [Fact]
    public async Task What_it_writes_is_measured_kept_or_shown_and_its_end_is_told()
    {
        var run = Start("finish");
        await run.PrepareAsync();
        var outcome = await run.RunAsync();

        Assert.Equal((true, 0, WorkerCause.None), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(1, run.Sink.Sum(BuiltInMetrics.Iterations));
        Assert.Equal("k6 v2.2.0", run.Engine.Description);
        var console = await run.FileAsync("k6_console_0.log");
        Assert.Contains("msg=hello", console);
        Assert.Contains("TOTAL RESULTS", console);
    }

    [Fact]
    public async Task What_setup_returned_does_not_leave_the_machine()
    {
        var run = Start("finish");
        await run.PrepareAsync();
        await run.RunAsync();

        var summary = await run.FileAsync("summary_0.json");
        Assert.DoesNotContain("s3cret", summary);
        Assert.Contains("0.30000000000000004", summary);
    }

    [Fact]
    public async Task An_error_before_the_start_is_told_in_k6s_words_and_its_log_is_kept()
    {
        var run = Start("init-error");
        var error = await Assert.ThrowsAsync<EngineException>(run.PrepareAsync);

        Assert.Equal(WorkerCause.ScriptError, error.Cause);
        Assert.Contains("Error: init went wrong at file:///x.js:2:7(13)", error.Message);
        Assert.Contains("init went wrong", await run.FileAsync("k6_console_0.log"));
    }

    [Fact]
    public async Task A_port_that_somebody_else_took_is_replaced()
    {
        var run = Start("port-taken-once");
        await run.PrepareAsync();
        Assert.True((await run.RunAsync()).Succeeded);
    }

    [Fact]
    public async Task A_stop_ends_it_politely_and_all_samples_count()
    {
        var run = Start("polite");
        await run.PrepareAsync();
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.Iterations);
        run.Stop();
        var outcome = await running;

        Assert.Equal((true, 103, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(2, run.Sink.Sum(BuiltInMetrics.Iterations));
    }

    [Theory]
    [InlineData("hang", 143)]
    [InlineData("deaf", 137)]
    public async Task One_that_does_not_stop_is_ended_by_signal_or_force_and_what_it_measured_is_kept(string behaviour, int code)
    {
        var run = Start(behaviour);
        await run.PrepareAsync();
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.Iterations);
        run.Stop();
        var outcome = await running;

        Assert.Equal((true, code, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.InRange(run.Sink.Sum(BuiltInMetrics.Iterations), 2, 1000);
        StandInK6.AssertGone(run.Folder);
    }

    [Fact]
    public async Task A_kill_does_not_wait_out_the_grace_of_a_stop()
    {
        var run = Start("deaf", Short with { StopGrace = TimeSpan.FromMinutes(5) });
        await run.PrepareAsync();
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.Iterations);
        run.Stop();
        run.Kill();
        Assert.Equal(137, (await running.WaitAsync(TimeSpan.FromSeconds(30))).ExitCode);
        StandInK6.AssertGone(run.Folder);
    }

    [Fact]
    public async Task One_that_is_killed_from_outside_most_likely_had_no_memory_and_its_last_line_does_no_harm()
    {
        var run = Start("killed");
        await run.PrepareAsync();
        var outcome = await run.RunAsync();

        Assert.Equal((false, 137, WorkerCause.OutOfMemory), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(1, run.Sink.Sum(BuiltInMetrics.Iterations));
        Assert.Contains(run.Log, line => line.Contains("ended in the middle of a line", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_is_never_let_go_is_gone_when_the_engine_is_disposed_of()
    {
        var run = Start("finish");
        await run.PrepareAsync();
        await run.Engine.DisposeAsync();
        StandInK6.AssertGone(run.Folder);
        Assert.Empty(run.Sink.Records);
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        await _standIn.DisposeAsync();
    }

    private K6Run Start(string behaviour, K6EngineOptions? options = null)
    {
        StandInK6.SkipWhereItCanNotRun();
        var plan = K6Plans.Of(vus: [1]) with { Env = new Dictionary<string, string> { ["STANDIN"] = behaviour } };
        _run = new K6Run(StandInK6.Program, "", plan, options: options ?? Short);
        _standIn.Watch(_run.Folder);
        return _run;
    }
}
