using System.Net;
using System.Text.Json;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Local;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A whole run of three workers with a real k6 each, from the launch to the merged result.</summary>
public sealed class RealRunTests : IDisposable
{
    private const string Script = """
        import http from 'k6/http';
        import { check, group, sleep } from 'k6';
        import { Counter } from 'k6/metrics';
        const orders = new Counter('orders');
        export const options = { scenarios: {
          steady: { executor: 'constant-vus', vus: 5, duration: '3s' },
          ramp: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '2s', target: 6 }, { duration: '1s', target: 0 }] },
          rate: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '3s', preAllocatedVUs: 6, exec: 'arrive' },
        } };
        export function setup() { return 1; }
        export default function () {
          group('shop', () => check(http.get(__ENV.TARGET_URL), { 'is 200': r => r.status === 200 }));
          sleep(0.05);
        }
        export function arrive() { orders.add(1); http.get(__ENV.TARGET_URL); }
        export function teardown() { }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly HttpListener _target = new();
    private int _requests;

    [Fact]
    public async Task Three_workers_add_up_to_what_each_k6_says_of_itself_and_to_the_scripts_rates()
    {
        var k6 = K6Binary.Find(null, Environment.GetEnvironmentVariable);
        Assert.SkipWhen(k6 is null, K6Binary.WhyMissing(null, Environment.GetEnvironmentVariable));
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, Script);
        var plan = K6Plans.Of(vus: [5, 4, 4]) with { Script = script, Division = LoadDivision.Segments, TargetUrl = Serve(), Duration = TimeSpan.FromSeconds(3) };
        var store = new MemoryResultStore(TimeProvider.System);
        var compute = new LocalComputeBackend(new EngineFactory(TimeProvider.System), TimeProvider.System);
        var packed = await new ScriptPacker(TimeProvider.System).PackAsync(plan, k6, CancellationToken.None);
        var launcher = new RunLauncher(store, compute, TimeProvider.System);
        var (run, document) = await launcher.CreateAsync(plan, packed!.Content, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 3, CancellationToken.None))
            Assert.Equal(WorkerCause.None, worker.Cause);

        var controller = new RunController(run, plan, document, compute, TimeProvider.System);
        var state = await controller.UntilEndedAsync(null, CancellationToken.None);
        var result = (await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None))!;

        Assert.Equal(RunState.Completed, state.State);
        Assert.Equal(_requests, result.Metrics["http_reqs"]!.Count);
        var summaries = await Task.WhenAll(Enumerable.Range(0, 3).Select(async i =>
            JsonDocument.Parse((await store.TryReadAsync($"run/summary_{i}.json", CancellationToken.None))!).RootElement.GetProperty("metrics")));
        foreach (var counter in new[] { "http_reqs", "iterations", "orders", "data_sent", "data_received" })
            Assert.Equal(summaries.Sum(s => s.GetProperty(counter).GetProperty("count").GetDouble()), result.Metrics[counter]!.Count);
        Assert.Equal(summaries.Sum(s => s.GetProperty("http_req_duration").GetProperty("count").GetDouble()), result.Metrics["http_req_duration"]!.Count);
        Assert.Equal(summaries.Sum(s => s.GetProperty("checks").GetProperty("passes").GetInt64()), result.Metrics["checks"]!.Passes);

        // 20 a second for 3 s over all workers: a rate that each made for itself would be three times as much.
        Assert.InRange(result.Metrics["orders"]!.Count!.Value, 58, 61);

        // Not before the common start, but for what a timer may be early; how much later is the busy machine's affair.
        Assert.All(state.Workers, w => Assert.InRange(w.StartedAt!.Value - state.StartedAt!.Value, TimeSpan.FromMilliseconds(-100), TimeSpan.FromSeconds(30)));
        Assert.All(state.Workers, w => Assert.True(w.Health is { PeakMemoryBytes: > 1_000_000, MemoryLimitBytes: > 0, CpuLimitCores: > 0 }, $"{w.Health}"));
        Assert.NotNull(await store.TryReadAsync("run/k6_console_2.log", CancellationToken.None));
    }

    public void Dispose()
    {
        _target.Close();
        Directory.Delete(_folder, recursive: true);
    }

    private Uri Serve()
    {
        var url = new Uri($"http://127.0.0.1:{LoopbackPorts.Take()}/");
        _target.Prefixes.Add(url.AbsoluteUri);
        _target.Start();
        _ = ServeAsync();
        return url;
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _target.GetContextAsync();
                Interlocked.Increment(ref _requests);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
