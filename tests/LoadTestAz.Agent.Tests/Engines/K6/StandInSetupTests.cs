using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>setup() and teardown() for all workers, with a script in k6's place.</summary>
public sealed class StandInSetupTests : IAsyncDisposable
{
    private static readonly K6EngineOptions Short = new()
    {
        StopGrace = TimeSpan.FromSeconds(2), KillGrace = TimeSpan.FromSeconds(0.5), SignalGrace = TimeSpan.FromSeconds(0.5), DrainTime = TimeSpan.FromSeconds(5),
    };

    private readonly StandInK6 _standIn;
    private readonly TaskCompletionSource _others = new();
    private Action<K6RestServer> _prepare = _ => { };
    private K6Run? _run;

    public StandInSetupTests() => _standIn = new StandInK6 { Prepare = (server, _) => _prepare(server) };

    [Theory]
    [InlineData(0, true, WorkerCause.None)]
    [InlineData(99, true, WorkerCause.None)]
    [InlineData(107, false, WorkerCause.ScriptError)]
    [InlineData(108, true, WorkerCause.ScriptAborted)]
    [InlineData(110, true, WorkerCause.MarkedAsFailed)]
    public async Task The_first_worker_tears_down_when_all_have_ended_and_its_exit_code_is_as_ever(int code, bool succeeded, WorkerCause cause)
    {
        _prepare = server => server.SetupReturns = """{"token":"s3cret"}""";
        var run = await StartAsync("finish", exit: code);
        Assert.Equal(new SetupOutcome("""{"token":"s3cret"}""", null), await SetUpAsync(run));
        var running = run.RunAsync();
        await UntilAsync(() => File.Exists(Path.Combine(run.Folder, "ended")));
        await Task.Delay(500);
        Assert.False(running.IsCompleted);
        Assert.DoesNotContain("POST /v1/teardown", Requests());
        _others.SetResult();
        var outcome = await running;

        Assert.Equal((succeeded, code, cause), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(["POST /v1/setup", "PATCH /v1/status", "POST /v1/teardown"], Requests().Distinct().Where(r => r != "GET /v1/status"));

        // One of the load, one of teardown().
        Assert.Equal(2, run.Sink.Sum(BuiltInMetrics.Iterations));
        Assert.DoesNotContain("s3cret", await run.FileAsync("summary_0.json"));
        Assert.DoesNotContain(run.Log, line => line.Contains("s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"token":"s3cret"}""", "PUT /v1/setup {\"token\":\"s3cret\"}")]
    [InlineData(null, "PUT /v1/setup")]
    public async Task Another_worker_gets_what_setup_returned_and_ends_by_itself(string? data, string request)
    {
        var run = await StartAsync("finish", worker: 1);
        await run.Engine.TakeSetupDataAsync(data, CancellationToken.None);
        Assert.True((await run.RunAsync()).Succeeded);

        Assert.Equal(request, _standIn.Servers.Single().Requests.First(r => !r.StartsWith("GET", StringComparison.Ordinal)));
        var arguments = await ArgumentsAsync(run);
        Assert.Contains("--no-setup --no-teardown", arguments);
        Assert.DoesNotContain("--linger", arguments);
    }

    [Fact]
    public async Task When_the_first_worker_takes_no_part_another_one_starts_its_k6_anew_for_it()
    {
        var run = await StartAsync("finish", worker: 1);
        Assert.Null((await SetUpAsync(run)).Failure);
        _others.SetResult();
        Assert.True((await run.RunAsync()).Succeeded);

        Assert.Equal(2, _standIn.Servers.Count);
        Assert.Equal(["POST /v1/setup", "POST /v1/teardown"], Requests().Where(r => r.StartsWith("POST", StringComparison.Ordinal)));
        Assert.Contains("--linger", await ArgumentsAsync(run));
    }

    [Theory]
    [InlineData("Error: no login\n\tat setup (file:///x.js:8:37(55))\n", 107, WorkerCause.ScriptError, "The script failed: Error: no login at setup (file:///x.js:8:37(55))")]
    [InlineData("setup() execution timed out after 60 seconds", 100, WorkerCause.ScriptError, "The script's setup() took too long: setup() execution timed out after 60 seconds")]
    [InlineData("test aborted: not today at setup (file:///x.js:9:46(67))", 108, WorkerCause.ScriptAborted, "The script ended the test: test aborted: not today at setup (file:///x.js:9:46(67))")]
    public async Task A_setup_that_fails_is_told_as_k6s_own_exit_would_tell_it(string error, int code, WorkerCause cause, string detail)
    {
        _prepare = server => server.SetupError = error;
        var run = await StartAsync("finish");
        Assert.Equal(new EngineOutcome(cause is WorkerCause.ScriptAborted, code, cause, detail), (await SetUpAsync(run)).Failure);
    }

    [Fact]
    public async Task A_k6_that_dies_of_setup_is_told_by_its_exit()
    {
        _prepare = server =>
        {
            var began = server.Running;
            server.Running = async path =>
            {
                await began(path);
                throw new IOException();
            };
        };
        var run = await StartAsync("dies-of-setup");
        var failure = (await SetUpAsync(run)).Failure!;
        Assert.Equal((false, 137, WorkerCause.OutOfMemory), (failure.Succeeded, failure.ExitCode, failure.Cause));
    }

    [Theory]
    [InlineData("Error: td", 107)]
    [InlineData("teardown() execution timed out after 2 seconds", 101)]
    public async Task A_teardown_that_fails_is_the_workers_failure(string error, int code)
    {
        _prepare = server => server.TeardownError = error;
        var run = await StartAsync("finish");
        await SetUpAsync(run);
        _others.SetResult();
        var outcome = await run.RunAsync();

        Assert.Equal((false, code, WorkerCause.ScriptError), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains(error, outcome.Detail);
    }

    [Fact]
    public async Task A_stop_waits_a_while_for_the_others_and_tears_down_all_the_same()
    {
        var run = await StartAsync("polite");
        await SetUpAsync(run);
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.Iterations);
        run.Stop();
        var outcome = await running;

        Assert.Equal((true, 103, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains("POST /v1/teardown", Requests());
        Assert.Contains(run.Log, line => line.Contains("waits for the other workers no longer", StringComparison.Ordinal));
        Assert.Equal(3, run.Sink.Sum(BuiltInMetrics.Iterations));
    }

    [Fact]
    public async Task A_teardown_that_takes_too_long_after_a_stop_is_broken_off_and_the_log_says_so()
    {
        _prepare = server => server.Running = path => path == "/v1/teardown" ? Task.Delay(Timeout.Infinite, CancellationToken.None) : Task.CompletedTask;
        var run = await StartAsync("polite");
        await SetUpAsync(run);
        _others.SetResult();
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.Iterations);
        var since = TimeProvider.System.GetTimestamp();
        run.Stop();
        var outcome = await running;

        Assert.Equal((true, 103, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains(run.Log, line => line.Contains("teardown() was broken off", StringComparison.Ordinal));
        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task One_that_hangs_is_killed_without_a_teardown_and_what_it_measured_is_kept()
    {
        var run = await StartAsync("deaf");
        await SetUpAsync(run);
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.Iterations);
        run.Kill();
        var outcome = await running.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((true, 137, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains(run.Log, line => line.Contains("teardown() did not run", StringComparison.Ordinal));
        Assert.DoesNotContain("POST /v1/teardown", Requests());
    }

    [Fact]
    public async Task One_that_is_killed_while_it_waits_for_the_others_waits_no_longer()
    {
        var run = await StartAsync("killed-lingering");
        await SetUpAsync(run);
        var outcome = await run.RunAsync();

        Assert.Equal((false, 137, WorkerCause.OutOfMemory), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains(run.Log, line => line.Contains("teardown() did not run: k6 is gone", StringComparison.Ordinal));
        Assert.DoesNotContain("POST /v1/teardown", Requests());
    }

    [Fact]
    public async Task Three_workers_have_one_setup_and_one_teardown_which_comes_when_all_have_ended()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        var story = Path.GetTempFileName();
        _prepare = server =>
        {
            server.SetupReturns = """{"token":"s3cret"}""";
            var told = server.Running;
            server.Running = async path =>
            {
                await File.AppendAllTextAsync(story, path + "\n");
                await told(path);
            };
        };
        var plan = K6Plans.Of(vus: [1, 1, 1]) with
        {
            Script = story, Env = new Dictionary<string, string> { ["STANDIN"] = "slow-last", ["STANDIN_STORY"] = story },
        };
        var run = new LocalRun(plan, k6: null, new ScriptedEngines(context =>
        {
            _standIn.Watch(context.WorkFolder);
            return new K6LoadEngine(context, StandInK6.Program, TimeProvider.System, Short);
        }));
        var (state, result) = await run.RunAsync();
        var told = await File.ReadAllLinesAsync(story);
        File.Delete(story);

        Assert.True(state.State is RunState.Completed, string.Join("; ", state.Workers.Select(w => $"{w.State} {w.Cause} {w.Detail}")));
        Assert.Equal("/v1/setup", told[0]);
        Assert.Equal(["ended 2", "/v1/teardown"], told[^2..]);
        Assert.Equal(5, told.Length);
        Assert.Equal(["POST /v1/setup", "POST /v1/teardown", "PUT /v1/setup", "PUT /v1/setup"], Requests().Where(r => r[0] == 'P' && !r.StartsWith("PATCH", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(_standIn.Servers, s => Assert.Equal("""{"token":"s3cret"}""", s.SetupData));

        // One of each load, and one of teardown().
        Assert.Equal(4, result!.Metrics["iterations"]!.Count);
        Assert.True((await run.Run.ReadSetupAsync(CancellationToken.None))!.Removed);
        Assert.DoesNotContain("s3cret", await run.FileAsync("worker_0.log") + await run.FileAsync("worker_1.log"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_run is not null)
            await _run.DisposeAsync();
        await _standIn.DisposeAsync();
    }

    private async Task<K6Run> StartAsync(string behaviour, int worker = 0, int exit = 0)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");
        var plan = K6Plans.Of(vus: [1, 1]) with { Script = "/s.js", Env = new Dictionary<string, string> { ["STANDIN"] = behaviour, ["STANDIN_EXIT"] = $"{exit}" } };
        _run = new K6Run(StandInK6.Program, "", plan, worker, Short);
        _standIn.Watch(_run.Folder);
        await _run.PrepareAsync();
        return _run;
    }

    private Task<SetupOutcome> SetUpAsync(K6Run run) => run.Engine.SetUpAsync((_, token) => _others.Task.WaitAsync(token), CancellationToken.None);

    // What was asked of k6, without the bodies.
    private IEnumerable<string> Requests() => _standIn.Servers.SelectMany(s => s.Requests).Select(r => string.Join(' ', r.Split(' ').Take(2)));

    private static async Task<string> ArgumentsAsync(K6Run run) => await File.ReadAllTextAsync(Path.Combine(run.Folder, "args"));

    private static async Task UntilAsync(Func<bool> condition)
    {
        var since = TimeProvider.System.GetTimestamp();
        for (; !condition(); await Task.Delay(20))
            Assert.True(TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromMinutes(1), "It did not come within a minute.");
    }
}
