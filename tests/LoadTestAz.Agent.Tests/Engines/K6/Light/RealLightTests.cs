using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Agent.Tests.Engines.K6.Scripts;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

/// <summary>Light capture with a real k6, found by LOADTEST_K6 or on the PATH; skipped without.</summary>
public sealed class RealLightTests : IDisposable
{
    private const string Script = """
        import http from 'k6/http';
        import { check, group, sleep } from 'k6';
        import { Counter, Trend, Rate, Gauge } from 'k6/metrics';
        const orders = new Counter('orders');
        const size = new Trend('basket_size');
        const happy = new Rate('happy');
        const stock = new Gauge('stock');
        export const options = { scenarios: {
          steady: { executor: 'constant-vus', vus: 4, duration: '3s' },
          rate: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '3s', preAllocatedVUs: 4, exec: 'arrive' },
        } };
        export function setup() { http.get(__ENV.TARGET_URL); }
        export default function () {
          group('shop', () => check(http.get(__ENV.TARGET_URL), { 'is 200': r => r.status === 200 }));
          size.add(1 + (__ITER % 90));
          happy.add(__ITER % 4 > 0, { kind: 'a' });
          stock.add(100 - __ITER);
          sleep(0.05);
        }
        export function arrive() { orders.add(2, { kind: 'book' }); http.get(__ENV.TARGET_URL + '?arrive', { tags: { kind: 'arrival' } }); }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly LoopbackServer _target = new();

    [Fact]
    public async Task Two_workers_have_what_the_target_and_k6_counted_and_say_how_exact_it_is()
    {
        var k6 = await LightK6Async();
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, Script);
        var plan = K6Plans.Of(vus: [3, 2]) with
        {
            Script = script, Division = LoadDivision.Segments, TargetUrl = _target.Url, Duration = TimeSpan.FromSeconds(3), Capture = LoadTestCapture.Light,
            Tags = new Dictionary<string, string> { ["team"] = "web" },
            Thresholds =
            [
                new("http_req_duration{status:200}", "p(95)<60000"), new("http_reqs{kind:arrival,team:web}", "count>50"), new("checks{check:is 200}", "rate==1"),
                new("happy{kind:a}", "rate>0.5"), new("orders{kind:book}", "count>100"), new("http_reqs{status:500}", "count<1"), new("basket_size", "max<91"),
            ],
        };
        var run = new LocalRun(plan, k6, new EngineFactory(TimeProvider.System));
        var (state, merged) = await run.RunAsync();
        var result = merged!;

        Assert.Equal(RunState.Completed, state.State);
        Assert.Equal(_target.Requests, result.Metrics["http_reqs"]!.Count);
        var summaries = await run.SummariesAsync();
        double InK6(string metric, string figure) => summaries.Sum(s => s.GetProperty(metric).GetProperty(figure).GetDouble());
        foreach (var counter in new[] { "http_reqs", "iterations", "orders", "data_sent", "data_received" })
            Assert.Equal(InK6(counter, "count"), result.Metrics[counter]!.Count);
        foreach (var trend in new[] { "http_req_duration", "http_req_waiting", "iteration_duration", "basket_size" })
        {
            Assert.Equal(InK6(trend, "count"), result.Metrics[trend]!.Count);
            Assert.Equal(summaries.Max(s => s.GetProperty(trend).GetProperty("max").GetDouble()), result.Metrics[trend]!.Max);
            Assert.Equal(FigureMethod.Estimate, result.Metrics[trend]!.Method);
            Assert.InRange(result.Metrics[trend]!.RelativeError!.Value, 0.0009, 0.2);
        }

        foreach (var rate in new[] { "checks", "happy", "http_req_failed" })
            Assert.Equal((InK6(rate, "passes"), InK6(rate, "fails")), ((double)result.Metrics[rate]!.Passes!, (double)result.Metrics[rate]!.Fails!));
        Assert.Equal(("::shop", "is 200", 0), (Assert.Single(result.Checks).Group, result.Checks[0].Name, result.Checks[0].Fails));
        Assert.All(result.Thresholds, threshold => Assert.True(threshold.Passed, threshold.ToString()));
        Assert.Equal(result.Metrics["http_reqs"]!.Count, result.Metrics["http_req_duration{status:200}"]!.Count);
        Assert.Equal(result.Metrics["orders"]!.Count / 2, result.Metrics["http_reqs{kind:arrival,team:web}"]!.Count);
        Assert.Equal(8, result.Metrics["vus_max"]!.Value);
        Assert.Contains(result.Warnings, warning => warning.Contains("RelativeError", StringComparison.Ordinal));

        // At least the load's three seconds, each with requests and users in it; that of setup() is no load.
        Assert.InRange(result.Duration.TotalSeconds, 2.9, 60);
        Assert.Equal(_target.Requests - 1, result.TimeSeries.Sum(p => p.RequestsPerSecond * p.Interval.TotalSeconds), 1e-6);
        var log = await run.FileAsync("k6_console_0.log");
        Assert.Contains("iteration_duration", log);
        Assert.DoesNotContain("running (", log);
    }

    [Fact]
    public async Task A_stop_keeps_all_that_was_measured()
    {
        var k6 = await LightK6Async();
        var plan = K6Plans.Of([2]) with { Duration = TimeSpan.FromMinutes(10), TargetUrl = _target.Url, Capture = LoadTestCapture.Light };
        await using var run = new K6Run(k6, "import http from 'k6/http'; import { sleep } from 'k6'; export default function () { http.get(__ENV.TARGET_URL); sleep(300); }", plan);
        await run.PrepareAsync();
        var running = run.RunAsync();
        await run.UntilMeasuredAsync(BuiltInMetrics.HttpReqs);
        run.Stop();
        var outcome = await running;

        Assert.Equal((true, 103, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(_target.Requests, run.Sink.Sum(BuiltInMetrics.HttpReqs));
        Assert.Equal(_target.Requests, run.Sink.Values(BuiltInMetrics.HttpReqDuration).Count);
        Assert.EndsWith(", light capture", run.Engine.Description);
    }

    [Fact]
    public async Task A_sink_that_takes_no_more_ends_the_load()
    {
        var k6 = await LightK6Async();
        var plan = K6Plans.Of([1]) with { Duration = TimeSpan.FromMinutes(10), TargetUrl = _target.Url, Capture = LoadTestCapture.Light };
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, "import http from 'k6/http'; export default function () { http.get(__ENV.TARGET_URL); }");
        await using var engine = new K6LoadEngine(new Ports.EngineContext(plan, plan.Workers[0], _folder, new FullSink(), _ => { }, script), k6, TimeProvider.System);
        await engine.PrepareAsync(CancellationToken.None);
        var outcome = await engine.RunAsync(CancellationToken.None, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal((false, WorkerCause.EngineError), (outcome.Succeeded, outcome.Cause));
        Assert.Equal("k6's samples could not be taken: The memory is full.", outcome.Detail);
    }

    [Fact]
    public async Task A_k6_that_is_too_old_for_it_is_refused_while_planning_and_preparing()
    {
        var k6 = RealK6.PathOrSkip();
        var version = (await K6Binary.OpenAsync(k6, TimeProvider.System, CancellationToken.None)).Version;
        var plan = K6Plans.Of([1]) with { TargetUrl = new Uri("http://127.0.0.1/"), Capture = LoadTestCapture.Light };
        await using var run = new K6Run(k6, "export default function () { }", plan);
        if (version >= LightCapture.Oldest)
        {
            Assert.Empty((await new CapturePlanner(TimeProvider.System).ApplyAsync(plan, k6, CancellationToken.None)).Warnings);
            await run.PrepareAsync();
            return;
        }

        var mistake = Assert.Single((await Assert.ThrowsAsync<PlanException>(() => new CapturePlanner(TimeProvider.System).ApplyAsync(plan, k6, CancellationToken.None))).Mistakes);
        Assert.Equal("test.capture", mistake.Path);
        Assert.Equal(mistake.Message, (await Assert.ThrowsAsync<EngineException>(run.PrepareAsync)).Message);
    }

    private sealed class FullSink : Ports.ISampleSink
    {
        public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples) => throw new NotSupportedException();

        public void Record(TagSet tags, in SampleSummary summary) => throw new IOException("The memory is full.");
    }

    public void Dispose()
    {
        _target.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task<string> LightK6Async()
    {
        var k6 = RealK6.PathOrSkip();
        var why = LightCapture.WhyNot(await K6Binary.OpenAsync(k6, TimeProvider.System, CancellationToken.None));
        Assert.SkipWhen(why is not null, why ?? "");
        return k6;
    }
}
