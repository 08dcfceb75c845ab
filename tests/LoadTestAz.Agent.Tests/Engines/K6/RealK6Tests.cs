using System.Text.Json;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Tests.Engines.K6.Scripts;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>The engine with a real k6, found by LOADTEST_K6 or on the PATH; skipped without.</summary>
public sealed class RealK6Tests : IDisposable
{
    private const string Get = """
        import http from 'k6/http';
        import { check } from 'k6';
        export const options = { tags: { own: 'script' } };
        export function setup() { console.log('setup ran'); return { token: 's3cret' }; }
        export default function (data) {
          const response = http.get(__ENV.TARGET_URL);
          check(response, { 'is 200': r => r.status === 200 && data.token === 's3cret' });
        }
        export function teardown() { console.log('teardown ran ' + __ENV.WORKER_INDEX); }
        """;

    private readonly LoopbackServer _target = new();

    [Fact]
    public async Task Its_totals_are_those_of_the_target_and_of_k6s_own_summary()
    {
        await using var run = Start(Get, Plan(2, seconds: 3) with { Tags = new Dictionary<string, string> { ["team"] = "a" } });
        await run.PrepareAsync();
        Assert.Equal(0, _target.Requests);
        var outcome = await run.RunAsync();

        Assert.Equal((true, 0, WorkerCause.None), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.InRange(_target.Requests, 2, int.MaxValue);
        Assert.Equal(_target.Requests, run.Sink.Sum(BuiltInMetrics.HttpReqs));
        Assert.Equal(_target.Requests, run.Sink.Values(BuiltInMetrics.HttpReqDuration).Count);
        Assert.All(run.Sink.Tags(BuiltInMetrics.HttpReqs), tags => Assert.Equal(("script", "a"), (ValueOf(tags, "own"), ValueOf(tags, "team"))));
        Assert.Equal([2d], run.Sink.Values(BuiltInMetrics.VusMax).Distinct());

        var text = await run.FileAsync("summary_0.json");
        Assert.DoesNotContain("s3cret", text);
        var summary = JsonDocument.Parse(text).RootElement.GetProperty("metrics");
        foreach (var metric in new[] { BuiltInMetrics.HttpReqs, BuiltInMetrics.Iterations, BuiltInMetrics.DataSent, BuiltInMetrics.DataReceived })
            Assert.Equal(summary.GetProperty(metric.Name).GetProperty("count").GetDouble(), run.Sink.Sum(metric));
        var durations = run.Sink.Values(BuiltInMetrics.HttpReqDuration);
        var duration = summary.GetProperty("http_req_duration");
        Assert.Equal(
            (durations.Count, durations.Min(), durations.Max()),
            (duration.GetProperty("count").GetInt32(), duration.GetProperty("min").GetDouble(), duration.GetProperty("max").GetDouble()));
        Assert.Equal(summary.GetProperty("checks").GetProperty("passes").GetInt32(), run.Sink.Sum(BuiltInMetrics.Checks));
        var console = await run.FileAsync("k6_console_0.log");
        Assert.Contains("setup ran", console);
        Assert.Contains("teardown ran 0", console);
    }

    [Fact]
    public async Task By_segments_the_workers_make_together_what_the_script_says_for_one_k6()
    {
        const string Script = """
            import http from 'k6/http';
            export const options = { scenarios: {
              shared: { executor: 'shared-iterations', vus: 13, iterations: 50, maxDuration: '30s' },
              each: { executor: 'per-vu-iterations', vus: 7, iterations: 3, maxDuration: '30s' },
            } };
            export default function () { http.get(__ENV.TARGET_URL); }
            """;
        var plan = Plan(5, 4, 4) with { Division = LoadDivision.Segments };
        var sums = await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
        {
            await using var run = Start(Script, plan, i);
            await run.PrepareAsync();
            Assert.True((await run.RunAsync()).Succeeded);
            return (Iterations: run.Sink.Sum(BuiltInMetrics.Iterations), Vus: run.Sink.Values(BuiltInMetrics.VusMax).DefaultIfEmpty(0).Max());
        }));

        Assert.Equal(50 + (7 * 3), sums.Sum(s => s.Iterations));
        Assert.Equal(50 + (7 * 3), _target.Requests);
    }

    [Fact]
    public async Task A_worker_whose_segment_holds_no_user_finishes_with_nothing()
    {
        const string Script = "export const options = { scenarios: { one: { executor: 'constant-vus', vus: 1, duration: '1s' } } }; export default function () { }";
        await using var run = Start(Script, Plan(1, 1, 1) with { Division = LoadDivision.Segments }, worker: 2);
        await run.PrepareAsync();
        Assert.True((await run.RunAsync()).Succeeded);
        Assert.Empty(run.Sink.Values(BuiltInMetrics.Iterations));
    }

    [Fact]
    public async Task A_stop_ends_long_iterations_and_still_tears_down_and_writes_the_summary()
    {
        const string Script = """
            import { sleep } from 'k6';
            import http from 'k6/http';
            export default function () { http.get(__ENV.TARGET_URL); sleep(300); }
            export function teardown() { console.log('teardown ran'); }
            """;
        await using var run = Start(Script, Plan(2, seconds: 600));
        await run.PrepareAsync();
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.HttpReqs);
        var since = TimeProvider.System.GetTimestamp();
        run.Stop();
        var outcome = await running;

        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal((true, 103, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(_target.Requests, run.Sink.Sum(BuiltInMetrics.HttpReqs));
        Assert.Contains("teardown ran", await run.FileAsync("k6_console_0.log"));
        Assert.Contains("http_reqs", await run.FileAsync("summary_0.json"));
    }

    [Fact]
    public async Task One_that_hangs_is_killed_and_what_it_measured_is_kept()
    {
        const string Script = """
            import http from 'k6/http';
            export const options = { teardownTimeout: '10m' };
            export default function () { http.get(__ENV.TARGET_URL); }
            export function teardown() { while (true) { } }
            """;
        await using var run = Start(Script, Plan(1, seconds: 600));
        await run.PrepareAsync();
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.HttpReqs);
        var since = TimeProvider.System.GetTimestamp();
        run.Kill();
        var outcome = await running;

        Assert.InRange(TimeProvider.System.GetElapsedTime(since), TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.Equal((true, WorkerCause.Stopped), (outcome.Succeeded, outcome.Cause));
        Assert.InRange(run.Sink.Sum(BuiltInMetrics.HttpReqs), 1, _target.Requests);
    }

    [Theory]
    [InlineData("export default function () { }\n}", "Unexpected token")]
    [InlineData("throw new Error('init went wrong');", "init went wrong")]
    [InlineData("import './gone.js'; export default function () { }", "gone.js")]
    [InlineData("export const x = 1;", "no exported functions")]
    public async Task A_script_that_k6_does_not_take_is_told_in_k6s_words(string script, string words)
    {
        await using var run = Start(script, Plan(1));
        var error = await Assert.ThrowsAsync<EngineException>(run.PrepareAsync);
        Assert.Equal(WorkerCause.ScriptError, error.Cause);
        Assert.Contains(words, error.Message);
    }

    [Fact]
    public async Task A_setup_that_throws_is_told_in_k6s_words()
    {
        await using var run = Start("export function setup() { throw new Error('no login'); } export default function () { }", Plan(1));
        await run.PrepareAsync();
        var outcome = await run.RunAsync();
        Assert.Equal((false, 107, WorkerCause.ScriptError), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains("no login", outcome.Detail);
    }

    [Theory]
    [InlineData("exec.test.abort('sold out');", 108, WorkerCause.ScriptAborted, "The script ended the test: test aborted: sold out")]
    [InlineData("exec.test.fail('sold out'); exec.test.fail('again');", 110, WorkerCause.MarkedAsFailed, "The script failed the test: test marked as failed: sold out")]
    public async Task A_script_that_judges_the_run_is_quoted_and_its_samples_count(string judges, int code, WorkerCause cause, string words)
    {
        await using var run = Start($"import exec from 'k6/execution'; import http from 'k6/http'; export default function () {{ http.get(__ENV.TARGET_URL); {judges} }}", Plan(1, seconds: 2));
        await run.PrepareAsync();
        Assert.SkipWhen(code == 110 && run.Engine.Description.StartsWith("k6 v0.", StringComparison.Ordinal), "test.fail came with k6 v1.");
        var outcome = await run.RunAsync();

        Assert.Equal((true, code, cause), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.StartsWith(words, outcome.Detail);
        Assert.Equal(_target.Requests, run.Sink.Sum(BuiltInMetrics.HttpReqs));
        Assert.NotEqual(0, _target.Requests);
        Assert.Contains("http_reqs", await run.FileAsync("summary_0.json"));
    }

    [Theory]
    [InlineData("export const options = { setupTimeout: '1s' }; export function setup() { while (true) { } }", 100, "setup() execution timed out")]
    [InlineData("export const options = { teardownTimeout: '1s' }; export function teardown() { while (true) { } }", 101, "teardown() execution timed out")]
    public async Task A_script_that_takes_too_long_is_told_in_k6s_words(string script, int code, string words)
    {
        await using var run = Start($"{script} export default function () {{ }}", Plan(1, seconds: 1));
        await run.PrepareAsync();
        var outcome = await run.RunAsync();
        Assert.Equal((false, code, WorkerCause.ScriptError), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Contains(words, outcome.Detail);
    }

    [Fact]
    public async Task Options_that_k6_does_not_take_are_told_in_its_words()
    {
        await using var run = Start("export const options = { scenarios: { one: { executor: 'no-such' } } }; export default function () { }", Plan(1) with { Division = LoadDivision.Segments });
        var error = await Assert.ThrowsAsync<EngineException>(run.PrepareAsync);
        Assert.Equal(WorkerCause.ScriptError, error.Cause);
        Assert.Contains("no-such", error.Message);
    }

    [Fact]
    public async Task An_arrival_rate_that_can_not_be_kept_shows_in_the_dropped_iterations()
    {
        const string Script = """
            import { sleep } from 'k6';
            export const options = { scenarios: { rate: { executor: 'constant-arrival-rate', rate: 50, timeUnit: '1s', duration: '2s', preAllocatedVUs: 1, maxVUs: 1, gracefulStop: '0s' } } };
            export default function () { sleep(1); }
            """;
        await using var run = Start(Script, Plan(1) with { Division = LoadDivision.Segments });
        await run.PrepareAsync();
        Assert.True((await run.RunAsync()).Succeeded);

        var dropped = run.Sink.Sum(BuiltInMetrics.DroppedIterations);
        Assert.InRange(dropped, 90, 101);
        using var summary = JsonDocument.Parse(await run.FileAsync("summary_0.json"));
        Assert.Equal(summary.RootElement.GetProperty("metrics").GetProperty("dropped_iterations").GetProperty("count").GetDouble(), dropped);
    }

    public void Dispose() => _target.Dispose();

    private static string? ValueOf(TagSet tags, string name) => tags.TryGetValue(name, out var value) ? value : null;

    private static LoadTestPlan Plan(params int[] vus) => K6Plans.Of(vus);

    private static LoadTestPlan Plan(int vus, int seconds) => K6Plans.Of([vus]) with { Duration = TimeSpan.FromSeconds(seconds) };

    private K6Run Start(string script, LoadTestPlan plan, int worker = 0)
    {
        return new K6Run(RealK6.PathOrSkip(), script, plan with { TargetUrl = _target.Url }, worker);
    }
}
