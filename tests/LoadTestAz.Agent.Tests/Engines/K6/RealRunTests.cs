using System.Text.Json;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Tests.Engines.K6.Scripts;
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
        }, thresholds: {
          http_req_failed: ['rate<0.01'], 'cart{shop:a}': ['p(95)<500'], checks: ['rate>0.99'], orders: ['count>=50'], 'http_reqs{group:::setup}': ['count==1'],
        } };
        export function setup() { return { status: http.get(__ENV.TARGET_URL).status }; }
        export default function (data) {
          if (data.status !== 200) throw new Error('setup() left no data');
          group('shop', () => check(http.get(__ENV.TARGET_URL), { 'is 200': r => r.status === 200 }));
          cart.add(Math.random() * 1000, { shop: __VU % 2 ? 'a' : 'b' });
          sold.add(Math.random() < 0.3);
          stock.add(-__ITER);
          sleep(0.05);
        }
        export function arrive() { orders.add(1); http.get(__ENV.TARGET_URL); }
        export function teardown(data) { if (data.status === 200) http.get(__ENV.TARGET_URL); }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly LoopbackServer _target = new();

    [Fact]
    public async Task Three_workers_add_up_to_what_each_k6_says_of_itself_and_to_the_scripts_rates()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "k6 is wrapped in a shell script, for its raw samples.");
        var k6 = RealK6.PathOrSkip();
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, Script);
        var plan = K6Plans.Of(vus: [5, 4, 4]) with
        {
            K6Path = AlsoWritingRaw(k6), Script = script, TargetUrl = _target.Url, Duration = TimeSpan.FromSeconds(3),
        };
        plan = await new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, k6, CancellationToken.None);
        Assert.Equal(LoadDivision.Segments, plan.Division);
        var run = new LocalRun(plan, k6, new EngineFactory(TimeProvider.System));
        var (state, merged) = await run.RunAsync();
        var result = merged!;

        Assert.Equal(RunState.Completed, state.State);
        Assert.Equal(_target.Requests, result.Metrics["http_reqs"]!.Count);
        var summaries = await run.SummariesAsync();
        AssertSameTotals(summaries, result);

        // 20 a second for 3 s over all workers: a rate that each made for itself would be three times as much.
        Assert.InRange(result.Metrics["orders"]!.Count!.Value, 58, 61);

        // Not before the common start, but for what a timer may be early; how much later is the busy machine's affair.
        Assert.All(state.Workers, w => Assert.InRange(w.StartedAt!.Value - state.StartedAt!.Value, TimeSpan.FromMilliseconds(-100), TimeSpan.FromSeconds(30)));
        Assert.All(state.Workers, w => Assert.True(w.Health is { PeakMemoryBytes: > 1_000_000, MemoryLimitBytes: > 0, CpuLimitCores: > 0 }, $"{w.Health}"));
        Assert.Contains("run/k6_console_2.log", run.Store.Names);

        var raw = RawSamples();
        foreach (var (name, values) in raw.Where(r => result.Metrics[r.Key] is { Type: MetricType.Trend }))
            AssertSamePercentiles(values, result.Metrics[name]!);
        AssertSamePercentiles(raw["cart{shop:a}"], result.Metrics["cart{shop:a}"]!);
        Assert.True(raw.Keys.Count(k => result.Metrics[k] is { Type: MetricType.Trend }) >= 10);
        Assert.Equal(raw["sold"].Count(v => v != 0), result.Metrics["sold"]!.Passes);
        Assert.Equal((raw["stock"].Min(), raw["stock"].Max()), (result.Metrics["stock"]!.Min, result.Metrics["stock"]!.Max));
        Assert.Equal(
            [("cart{shop:a}", false), ("checks", true), ("http_req_failed", true), ("http_reqs{group:::setup}", true), ("orders", true)],
            result.Thresholds.Select(t => (t.Metric, t.Passed)).OrderBy(t => t.Metric, StringComparer.Ordinal));
        Assert.False(result.Passed);
        Assert.Equal([("::shop", "is 200")], result.Checks.Select(c => (c.Group, c.Name)));
    }

    [Fact]
    public async Task A_limit_of_requests_per_second_holds_for_all_workers_together()
    {
        var k6 = RealK6.PathOrSkip();
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, "import http from 'k6/http'; export const options = { rps: 12 }; export default function () { http.get(__ENV.TARGET_URL); }");
        var plan = K6Plans.Of(vus: [2, 2, 2]) with { Script = script, TargetUrl = _target.Url, Duration = TimeSpan.FromSeconds(4) };
        plan = await new ScriptPlanner(TimeProvider.System).ApplyAsync(plan, k6, CancellationToken.None);
        var (state, result) = await new LocalRun(plan, k6, new EngineFactory(TimeProvider.System)).RunAsync();

        // 12 a second for 4 s, and one each at the start and of each user at the end. Each with the whole limit would make 144.
        Assert.Equal(RunState.Completed, state.State);
        Assert.InRange(result!.Metrics["http_reqs"]!.Count!.Value, 12, 48 + 3 + 6);
        Assert.Equal(_target.Requests, result.Metrics["http_reqs"]!.Count);
    }

    public void Dispose()
    {
        _target.Dispose();
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

    // Every metric that any k6 tells of, but those by tag: all that can be added up, and what lies outermost.
    private static void AssertSameTotals(IReadOnlyList<JsonElement> summaries, LoadTestResult result)
    {
        var names = summaries.SelectMany(s => s.EnumerateObject()).Select(m => m.Name).Distinct().Where(name => !name.Contains('{')).ToList();
        foreach (var name in names)
        {
            var metric = result.Metrics[name]!;
            switch (metric.Type)
            {
                case MetricType.Counter:
                    Assert.Equal(Of("count").Sum(), metric.Count);
                    break;
                case MetricType.Rate:
                    Assert.Equal((Of("passes").Sum(), Of("fails").Sum()), ((double)metric.Passes!, (double)metric.Fails!));
                    break;
                case MetricType.Trend:
                    Assert.Equal(Of("count").Sum(), metric.Count);
                    Assert.Equal((Of("min").Min(), Of("max").Max()), (metric.Min, metric.Max));
                    break;
                case MetricType.Gauge when name is "vus_max":
                    // Users of different workers are different users; those of "vus" come and go, each worker's at other times.
                    Assert.Equal(Of("value").Sum(), metric.Max);
                    break;
                case MetricType.Gauge when name is not "vus":
                    Assert.Equal((Of("min").Min(), Of("max").Max()), (metric.Min, metric.Max));
                    break;
            }

            IEnumerable<double> Of(string figure) => summaries.Where(s => s.TryGetProperty(name, out _)).Select(s => s.GetProperty(name).GetProperty(figure).GetDouble());
        }

        Assert.Superset((HashSet<string>)["http_reqs", "iterations", "checks", "data_sent", "data_received", "http_req_duration", "orders", "cart", "sold", "stock", "vus"], names.ToHashSet());
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
}
