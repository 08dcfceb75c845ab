using System.Net;
using System.Text.Json;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Local;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A whole run of three workers with a real k6 each, from the launch to the merged result.</summary>
public sealed class RealRunTests : IDisposable
{
    private const string Script = """
        import http from 'k6/http';
        import { check, group, sleep } from 'k6';
        import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
        const orders = new Counter('orders'), cart = new Trend('cart', true), sold = new Rate('sold'), stock = new Gauge('stock');
        export const options = { scenarios: {
          steady: { executor: 'constant-vus', vus: 5, duration: '3s' },
          ramp: { executor: 'ramping-vus', startVUs: 0, stages: [{ duration: '2s', target: 6 }, { duration: '1s', target: 0 }] },
          rate: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '3s', preAllocatedVUs: 6, exec: 'arrive' },
        } };
        export function setup() { return 1; }
        export default function () {
          group('shop', () => check(http.get(__ENV.TARGET_URL), { 'is 200': r => r.status === 200 }));
          cart.add(Math.random() * 1000, { shop: __VU % 2 ? 'a' : 'b' });
          sold.add(Math.random() < 0.3);
          stock.add(-__ITER);
          sleep(0.05);
        }
        export function arrive() { orders.add(1); http.get(__ENV.TARGET_URL); }
        export function teardown() { }
        """;

    private static readonly LoadTestThresholdRule[] Rules =
    [
        new("http_req_failed", "rate<0.01"), new("cart{shop:a}", "p(95)<500"), new("checks", "rate>0.99"), new("orders", "count>=50"),
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly HttpListener _target = new();
    private int _requests;

    [Fact]
    public async Task Three_workers_add_up_to_what_each_k6_says_of_itself_and_to_the_scripts_rates()
    {
        var k6 = K6Binary.Find(null, Environment.GetEnvironmentVariable);
        Assert.SkipWhen(OperatingSystem.IsWindows(), "k6 is wrapped in a shell script, for its raw samples.");
        Assert.SkipWhen(k6 is null, K6Binary.WhyMissing(null, Environment.GetEnvironmentVariable));
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, Script);
        var plan = K6Plans.Of(vus: [5, 4, 4]) with
        {
            K6Path = AlsoWritingRaw(k6!), Thresholds = Rules, Script = script, Division = LoadDivision.Segments, TargetUrl = Serve(), Duration = TimeSpan.FromSeconds(3),
        };
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

        var raw = RawSamples();
        foreach (var (name, values) in raw.Where(r => result.Metrics[r.Key] is { Type: MetricType.Trend }))
            AssertSamePercentiles(values, result.Metrics[name]!);
        AssertSamePercentiles(raw["cart{shop:a}"], result.Metrics["cart{shop:a}"]!);
        Assert.True(raw.Keys.Count(k => result.Metrics[k] is { Type: MetricType.Trend }) >= 10);
        Assert.Equal(raw["sold"].Count(v => v != 0), result.Metrics["sold"]!.Passes);
        Assert.Equal((raw["stock"].Min(), raw["stock"].Max()), (result.Metrics["stock"]!.Min, result.Metrics["stock"]!.Max));
        Assert.Equal([true, false, true, true], result.Thresholds.Select(t => t.Passed));
        Assert.False(result.Passed);
        Assert.Equal([("::shop", "is 200")], result.Checks.Select(c => (c.Group, c.Name)));
    }

    public void Dispose()
    {
        _target.Close();
        Directory.Delete(_folder, recursive: true);
    }

    // k6 itself, which beside what the engine asks for writes all samples to a file: what the merge is held against.
    private string AlsoWritingRaw(string k6)
    {
        var wrapper = Path.Combine(_folder, "k6");
        File.WriteAllText(wrapper, $"""
            #!/bin/sh
            [ "$1" = run ] && exec '{k6}' "$@" --out json='{_folder}'/raw-$$.json
            exec '{k6}' "$@"
            """);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(wrapper, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return wrapper;
    }

    private Dictionary<string, List<double>> RawSamples()
    {
        var values = new Dictionary<string, List<double>>();
        var lines = Directory.GetFiles(_folder, "raw-*.json").SelectMany(File.ReadLines).Select(line => JsonDocument.Parse(line).RootElement);
        foreach (var line in lines.Where(l => l.GetProperty("type").ValueEquals("Point")))
        {
            var (name, data) = (line.GetProperty("metric").GetString()!, line.GetProperty("data"));
            Add(name);
            if (data.TryGetProperty("tags", out var tags) && tags.ValueKind is JsonValueKind.Object && tags.TryGetProperty("shop", out var shop))
                Add($"{name}{{shop:{shop.GetString()}}}");

            void Add(string metric) => (values.TryGetValue(metric, out var list) ? list : values[metric] = []).Add(data.GetProperty("value").GetDouble());
        }

        return values;
    }

    private static void AssertSamePercentiles(List<double> values, LoadTestMetric metric)
    {
        values.Sort();
        Assert.Equal(values.Count, metric.Count);
        Assert.Equal((values[0], values[^1]), (metric.Min, metric.Max));
        foreach (var p in new[] { 0, 1, 25, 50, 75, 90, 95, 99, 99.9, 100 })
        {
            var rank = p / 100 * (values.Count - 1);
            var exact = values[(int)rank] + ((values[(int)Math.Ceiling(rank)] - values[(int)rank]) * (rank - Math.Floor(rank)));
            Assert.InRange(metric.GetPercentile(p)!.Value, exact - (0.001 * Math.Abs(exact)), exact + (0.001 * Math.Abs(exact)));
        }
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
