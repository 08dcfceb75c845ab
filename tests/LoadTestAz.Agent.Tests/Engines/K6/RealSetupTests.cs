using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Tests.Engines.K6.Scripts;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>setup() and teardown() of a run of three workers with a real k6 each; skipped without.</summary>
public sealed class RealSetupTests : IDisposable
{
    // The last worker is the slowest: its last iteration goes on for some seconds after the others' end.
    private const string Script = """
        import http from 'k6/http';
        import exec from 'k6/execution';
        import { sleep } from 'k6';
        export function setup() {
          const token = http.post(__ENV.TARGET_URL + 'login').body;
          if (__ENV.MODE === 'throw') throw new Error('no login');
          if (__ENV.MODE === 'slow') sleep(3);
          return { token };
        }
        export default function (data) {
          if (__ENV.MODE === 'abort' && __ENV.WORKER_INDEX === '0') exec.test.abort('enough');
          sleep(__ENV.WORKER_INDEX === '2' ? 2.3 : 0.2);
          http.get(__ENV.TARGET_URL, { headers: { 'x-token': data.token } });
        }
        export function teardown(data) { http.post(__ENV.TARGET_URL + 'logout', null, { headers: { 'x-token': data.token } }); }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly TokenServer _target = new();

    [Fact]
    public async Task They_run_once_and_every_user_has_the_token()
    {
        var run = Start("slow");
        var (state, result) = await run.RunAsync();

        Assert.Equal(RunState.Completed, state.State);
        Assert.All(state.Workers, w => Assert.Equal(0, w.ExitCode));
        Assert.Equal(("/login", "/logout s3cret-1"), (_target.Requests.First(), _target.Requests.Last()));
        Assert.Equal((1, 1), (_target.CountOf("/login"), _target.CountOf("/logout")));
        Assert.All(_target.Requests.Skip(1).SkipLast(1), r => Assert.Equal("/ s3cret-1", r));

        // All that the server saw, and each of it once.
        Assert.Equal(_target.Requests.Count, result!.Metrics["http_reqs"]!.Count);
        Assert.All(result.Thresholds, t => Assert.True(t.Passed, $"{t.Metric}: {t.Actual}"));

        // 3 s of setup() and the time until all knew of it are no part of the load, and neither is teardown().
        Assert.InRange(result.StartedAt!.Value - state.StartedAt!.Value, TimeSpan.FromMilliseconds(-100), TimeSpan.FromSeconds(30));
        Assert.Equal(_target.Requests.Count - 2, result.TimeSeries.Sum(p => p.RequestsPerSecond * p.Interval.TotalSeconds), 6);
        Assert.Equal(6, result.Metrics["vus"]!.Max);
        Assert.All(state.Workers, w => Assert.InRange(w.StartedAt!.Value - state.StartedAt!.Value, TimeSpan.FromMilliseconds(-100), TimeSpan.FromSeconds(30)));

        Assert.True((await run.Run.ReadSetupAsync(CancellationToken.None))!.Removed);
        foreach (var name in run.Store.Names.Where(n => !n.EndsWith(".gz", StringComparison.Ordinal)))
            Assert.DoesNotContain("s3cret", await run.FileAsync(name["run/".Length..]));
    }

    [Fact]
    public async Task They_count_once_with_light_capture_too()
    {
        Assert.SkipWhen((await K6Binary.OpenAsync(RealK6.PathOrSkip(), TimeProvider.System, CancellationToken.None)).Version < new Version(1, 4), "Light capture needs k6 v1.4 or later.");
        var (state, result) = await Start("slow", capture: LoadTestCapture.Light).RunAsync();

        Assert.Equal(RunState.Completed, state.State);
        Assert.Equal((1, 1), (_target.CountOf("/login"), _target.CountOf("/logout")));
        Assert.Equal(_target.Requests.Count, result!.Metrics["http_reqs"]!.Count);
        Assert.All(result.Thresholds, t => Assert.True(t.Passed, $"{t.Metric}: {t.Actual}"));
        Assert.InRange(result.StartedAt!.Value - state.StartedAt!.Value, TimeSpan.FromMilliseconds(-100), TimeSpan.FromSeconds(30));
        Assert.InRange(result.Duration, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Each_worker_runs_its_own_where_the_plan_says_so()
    {
        var run = Start("quick", SetupPolicy.EachWorker);
        var (state, result) = await run.RunAsync();

        Assert.Equal(RunState.Completed, state.State);
        Assert.Equal((3, 3), (_target.CountOf("/login"), _target.CountOf("/logout")));
        Assert.Equal(_target.Requests.Count, result!.Metrics["http_reqs"]!.Count);
        Assert.Null(await run.Run.ReadSetupAsync(CancellationToken.None));
    }

    [Fact]
    public async Task A_setup_that_throws_ends_the_run_before_its_load()
    {
        var run = Start("throw");
        var (state, result) = await run.RunAsync();

        Assert.Equal(RunState.Failed, state.State);
        Assert.Equal((WorkerState.Failed, WorkerCause.ScriptError, (int?)107), (state.Workers[0].State, state.Workers[0].Cause, state.Workers[0].ExitCode));
        Assert.Contains("Error: no login", state.Workers[0].Detail, StringComparison.Ordinal);
        Assert.Contains("(script.js:6:", state.Workers[0].Detail, StringComparison.Ordinal);
        Assert.All(state.Workers.Skip(1), w => Assert.Contains("setup() failed on worker 0: The script failed: Error: no login", w.Detail, StringComparison.Ordinal));

        // What setup() did is measured, and k6's summary and log are kept, as after a setup() of its own.
        Assert.Equal(["/login"], _target.Requests);
        Assert.Equal(1, result!.Metrics["http_reqs"]!.Count);
        Assert.Equal(TimeSpan.Zero, result.Duration);
        Assert.Contains("http_reqs", await run.FileAsync("summary_0.json"));
        Assert.Contains("no login", await run.FileAsync("k6_console_0.log"));
    }

    [Fact]
    public async Task A_script_that_aborts_on_the_first_worker_ends_as_k6_ends_it_and_is_torn_down_with_the_others()
    {
        var run = Start("abort");
        var (state, result) = await run.RunAsync();

        Assert.Equal(RunState.Stopped, state.State);
        Assert.Equal((WorkerState.Stopped, WorkerCause.ScriptAborted, (int?)108), (state.Workers[0].State, state.Workers[0].Cause, state.Workers[0].ExitCode));
        Assert.Contains("enough", state.Workers[0].Detail, StringComparison.Ordinal);
        Assert.Equal("/logout s3cret-1", _target.Requests.Last());
        Assert.Equal(1, _target.CountOf("/logout"));

        // A request on its way when its k6 is ended has reached the target, and is none of k6's samples; each user has one at most.
        var counted = result!.Metrics["http_reqs"]!.Count!.Value;
        Assert.Equal((await run.SummariesAsync()).Sum(s => s.TryGetProperty("http_reqs", out var reqs) ? reqs.GetProperty("count").GetDouble() : 0), counted);
        Assert.InRange(counted, _target.Requests.Count - 6, _target.Requests.Count);
    }

    [Fact]
    public async Task A_stop_still_tears_down_once_after_everybodys_end()
    {
        var run = Start("quick", seconds: 600);
        await run.StartAsync();
        var ended = run.UntilEndedAsync();
        while (_target.CountOf("/") < 10)
            await Task.Delay(100);
        await run.Run.TryStopAsync(new StopDocument(TimeProvider.System.GetUtcNow(), "enough"), CancellationToken.None);
        var (state, result) = await ended;

        Assert.Equal(RunState.Stopped, state.State);
        Assert.All(state.Workers, w => Assert.Equal((WorkerState.Stopped, (int?)103), (w.State, w.ExitCode)));
        Assert.Equal("/logout s3cret-1", _target.Requests.Last());
        Assert.Equal(1, _target.CountOf("/logout"));
        Assert.All(result!.Thresholds, t => Assert.True(t.Passed, $"{t.Metric}: {t.Actual}"));
    }

    public void Dispose()
    {
        _target.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private LocalRun Start(string mode, SetupPolicy setup = SetupPolicy.Once, int seconds = 3, LoadTestCapture capture = LoadTestCapture.Full)
    {
        var k6 = RealK6.PathOrSkip();
        var script = Path.Combine(_folder, "script.js");
        File.WriteAllText(script, Script);
        var plan = K6Plans.Of(vus: [2, 2, 2]) with
        {
            Script = script, Setup = setup, Capture = capture, TargetUrl = _target.Url, Duration = TimeSpan.FromSeconds(seconds),
            Env = new Dictionary<string, string> { ["MODE"] = mode },
            Thresholds = [new("http_reqs{group:::setup}", "count==1"), new("http_reqs{group:::teardown}", "count==1")],
        };
        return new LocalRun(plan, k6, new EngineFactory(TimeProvider.System));
    }
}
