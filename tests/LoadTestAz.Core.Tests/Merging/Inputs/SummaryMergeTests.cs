using System.Text.Json;
using System.Text.Json.Nodes;
using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>Workers of which there is only a summary: what adds up is exact, and the bounds of the rest hold.</summary>
public sealed class SummaryMergeTests
{
    public static TheoryData<string, string> Summaries => new()
    {
        { "protocol-3w", "summary-export.json" }, { "protocol-3w", "handle-summary.json" },
        { "protocol-3seg", "summary-export.json" }, { "protocol-3seg", "handle-summary.json" },
        { "browser-2w", "summary-export.json" }, { "browser-2w", "handle-summary.json" },
    };

    [Theory]
    [MemberData(nameof(Summaries))]
    public async Task Sums_are_exact_and_bounds_contain_the_truth(string folder, string file)
    {
        using var truth = new MergedTruth(folder);
        var result = await Merged.Of(Merged.Recorded(folder, file));

        CheckBounds(truth, result);
        foreach (var (name, _, figures) in truth.Metrics.Where(m => m.Type is MetricType.Counter))
            MergedTruth.Near(figures.GetProperty("rateOverLongestWorker").GetDouble(), result.Metrics[name]!.RatePerSecond!.Value, 1e-6, 0, $"{name} per second");
        Assert.All(truth.Metrics.Where(m => m.Type is MetricType.Trend), m => Assert.Equal(m.Figures.GetProperty("count").GetDouble(), result.Metrics[m.Name]!.Count));
        Assert.Contains(result.Warnings, w => w.Contains("only summaries", StringComparison.Ordinal) && w.Contains("estimates with bounds", StringComparison.Ordinal));
        Assert.Equal(truth.Checks.Order(), result.Checks.Select(c => ($"{c.Group}::{c.Name}", c.Passes, c.Fails)).Order());
    }

    [Theory]
    [MemberData(nameof(Summaries))]
    public async Task Counts_that_the_summary_does_not_tell_come_from_metrics_that_are_measured_together(string folder, string file)
    {
        using var truth = new MergedTruth(folder);
        using var work = new TemporaryFolder();
        var result = await Merged.Of([.. Merged.Recorded(folder, file).Select(path => Edit(work, path, values =>
        {
            foreach (var name in new[] { "count", "p(99)", "p(99.9)" }.Where(n => n != "count" || !values.ContainsKey("rate")))
                values.Remove(name);
        }))]);

        CheckBounds(truth, result);
        foreach (var (name, _, figures) in truth.Metrics.Where(m => m.Name is "http_req_duration" or "http_req_waiting" or "http_req_tls_handshaking" or "http_req_duration{expected_response:true}"))
        {
            Assert.Equal(figures.GetProperty("count").GetDouble(), result.Metrics[name]!.Count);
            Assert.Null(result.Metrics[name]!.AvgBounds);
        }

        Assert.All(result.Metrics.Where(m => m.Name is "iteration_duration" or "group_duration" or "app_think_time" or "browser_web_vital_lcp"), m => Assert.Null(m.Count));
    }

    [Theory]
    [InlineData("v0.49", 2)] // It measured setup() and teardown() as iterations, but did not count them.
    [InlineData("v1.0", 0)]
    [InlineData("v2.2", 0)]
    public async Task Bounds_hold_for_iterations_that_k6_measured_but_did_not_count(string version, int untold)
    {
        using var work = new TemporaryFolder();
        var folder = Path.Combine(Raw.Folder, "versions", version);
        var truth = await Merged.Of(Path.Combine(folder, "metrics.json.gz"));
        var told = await Merged.Of(Edit(work, Path.Combine(folder, "summary-export.json"), values =>
        {
            if (!values.ContainsKey("rate"))
                values.Remove("count");
        }));

        Assert.Equal(truth.Metrics["iterations"]!.Count + untold, truth.Metrics["iteration_duration"]!.Count);
        Assert.Contains(told.Metrics["iteration_duration"]!.Count, new[] { null, truth.Metrics["iteration_duration"]!.Count }); // The figures themselves may leave one number only.
        foreach (var metric in told.Metrics.Where(m => m.Type is MetricType.Trend && truth.Metrics[m.Name]!.Count > 0))
            Assert.All([50, 75, 90, 95, 99, 99.9], p => Contains(metric.GetBounds(p)!, truth.Metrics[metric.Name]!.GetPercentile(p)!.Value, metric.Name));

        // A machine-readable summary is of a later version, and so it is known.
        Assert.NotNull((await Merged.Of(Path.Combine(Raw.Folder, "versions", "machine", "summary-export.json"))).Metrics["iteration_duration"]!.Count);
    }

    [Fact]
    public async Task Workers_with_samples_with_sketches_and_with_summaries_alone_go_together()
    {
        using var truth = new MergedTruth("protocol-3w");
        using var work = new TemporaryFolder();
        var second = await Merged.Of(Path.Combine(Raw.Folder, "protocol-3w", "w2", "metrics.json.gz"));
        var sketches = Path.Combine(work.Path, "metrics_1.json.gz");
        File.WriteAllBytes(sketches, MetricSetJson.SerializeGzip(second.Data!.Samples));

        var result = await Merged.Of(Path.Combine(Raw.Folder, "protocol-3w", "w1", "metrics.json.gz"), sketches, Path.Combine(Raw.Folder, "protocol-3w", "w3", "summary-export.json"));

        CheckBounds(truth, result);
        Assert.Equal((3, 3), (result.Coverage.MergedWorkers, result.Coverage.PlannedWorkers));
        Assert.All(result.Metrics.Where(m => m.Name.StartsWith("http_req_d", StringComparison.Ordinal)), m => Assert.Equal(FigureMethod.Estimate, m.Method));

        // Extremes are exact in sketches as well, and thresholds on them are decided.
        var max = result.Metrics["http_req_duration"]!.GetBounds(100)!;
        Assert.Equal((FigureMethod.Exact, result.Metrics["http_req_duration"]!.Max), (max.Method, max.LowerBound));

        // Two thirds of the samples are there: the bounds are narrow.
        var p95 = result.Metrics["http_req_duration"]!.GetBounds(95)!;
        Assert.True(p95.UpperBound / p95.LowerBound < 1.2, p95.ToString());
    }

    [Theory]
    [InlineData("summary-export.json")]
    [InlineData("handle-summary.json")]
    public async Task A_machine_readable_summary_tells_the_same(string file)
    {
        var folder = Path.Combine(Raw.Folder, "versions", "machine");
        var truth = await Merged.Of(Path.Combine(folder, "metrics.json.gz"));
        var result = await Merged.Of(Path.Combine(folder, file));

        Assert.Equal(LoadTestSourceKind.K6MachineReadableSummary, Assert.Single(result.Sources).Kind);
        Assert.All(result.Metrics, m => CheckAgainst(truth.Metrics[m.Name]!, m));
        Assert.True(result.Metrics.Count >= 15);
        Assert.Equal(truth.Checks.GroupBy(c => c.Name).Select(g => (g.Key, g.Sum(c => c.Passes))).Order(), result.Checks.Select(c => (c.Name, c.Passes)).Order());

        // k6 counts from its own start to its end, the samples from the first to the last.
        Assert.InRange((result.Duration - truth.Duration).TotalMilliseconds, 0, 50);
    }

    [Fact]
    public async Task One_worker_alone_has_the_figures_of_its_summary()
    {
        var path = Path.Combine(Raw.Folder, "versions", "v2.2", "handle-summary.json");
        var result = await Merged.Of(path);

        using var summary = JsonDocument.Parse(File.ReadAllBytes(path));
        var told = summary.RootElement.GetProperty("metrics").GetProperty("http_req_duration").GetProperty("values");
        var duration = result.Metrics["http_req_duration"]!;
        Assert.Equal(told.GetProperty("p(99)").GetDouble(), duration.P99);
        Assert.Equal(FigureMethod.Exact, duration.Method);
        Assert.Equal(FigureMethod.Estimate, duration.GetBounds(97)!.Method);
        Assert.InRange(duration.GetPercentile(97)!.Value, duration.P95!.Value, duration.P99!.Value);
    }

    [Fact]
    public async Task Gauges_have_no_last_value_when_nobody_knows_which_was_last()
    {
        using var truth = new MergedTruth("protocol-3w");
        var depth = (await Merged.Of(Merged.Recorded("protocol-3w", "handle-summary.json"))).Metrics["app_queue_depth"]!;

        Assert.Equal((null, 0d, 22d, FigureMethod.Estimate), (depth.Value, depth.Min, depth.Max, depth.Method));
        Assert.Equal(new LoadTestBounds(7, 18), depth.ValueBounds);
    }

    [Fact]
    public async Task Zeros_of_no_samples_and_null_figures_do_not_count()
    {
        using var work = new TemporaryFolder();
        var used = work.Write("a/summary.json", Summary("""{"avg":5.5,"min":1.25,"med":5,"max":10.75,"p(90)":9,"p(95)":10}""", count: 40));
        var empty = work.Write("b/summary.json", Summary("""{"avg":0,"min":0,"med":0,"max":0,"p(90)":0,"p(95)":0}""", count: 0));
        var infinite = work.Write("c/summary.json", Summary("""{"avg":null,"min":2.5,"med":5,"max":null,"p(90)":9,"p(95)":null}""", count: 10));

        var two = (await Merged.Of(used, empty)).Metrics["http_req_duration"]!;
        Assert.Equal((1.25, 10.75, 5.5, 40d), (two.Min, two.Max, two.Avg, two.Count));
        Assert.Equal(10, two.P95);

        var three = (await Merged.Of(used, empty, infinite)).Metrics["http_req_duration"]!;
        Assert.Equal((1.25, null, 50d), (three.Min, three.Max, three.Count));
        Assert.True(three.GetBounds(100)!.UpperBound > 10.75);
    }

    private static string Summary(string values, int count) =>
        """{"metrics":{"http_req_duration":{"type":"trend","contains":"time","values":VALUES,"thresholds":{"p(95)<500":{"ok":true}}},"http_reqs":{"type":"counter","contains":"default","values":{"count":COUNT,"rate":1}}}}"""
            .Replace("VALUES", values).Replace("COUNT", $"{count}");

    private static void CheckBounds(MergedTruth truth, LoadTestResult result)
    {
        foreach (var (name, type, figures) in truth.Metrics)
        {
            var metric = result.Metrics[name]!;
            if (type is not MetricType.Trend)
                continue;
            foreach (var percent in new[] { 50, 90, 95, 99, 99.9 })
                Contains(metric.GetBounds(percent)!, figures.GetProperty(percent == 50 ? "med" : FormattableString.Invariant($"p({percent})")).GetDouble(), name);
            var avg = figures.GetProperty("avg").GetDouble();
            if (metric.AvgBounds is { } bounds)
                Assert.InRange(avg, bounds.LowerBound - (1e-9 * Math.Abs(avg)), bounds.UpperBound + (1e-9 * Math.Abs(avg)));
            else
                MergedTruth.Near(avg, metric.Avg!.Value, 1e-9, 0, $"{name} avg");
        }

        truth.Check(result, 1e-9, double.PositiveInfinity, 0, [.. truth.Metrics.Where(m => m.Type is MetricType.Trend).Select(m => m.Name), "app_queue_depth"]);
        Assert.All(truth.Metrics.Where(m => m.Type is MetricType.Trend), m => Assert.Equal((m.Figures.GetProperty("min").GetDouble(), m.Figures.GetProperty("max").GetDouble()), (result.Metrics[m.Name]!.Min, result.Metrics[m.Name]!.Max)));
    }

    private static void Contains(LoadTestPercentile percentile, double truth, string name)
    {
        // The truth was rounded once more than k6's own figures.
        var rounding = 1e-12 * Math.Abs(truth);
        Assert.True(percentile.LowerBound - rounding <= truth && truth <= percentile.UpperBound + rounding, $"{name}: {truth:R} is not within {percentile}");
        Assert.InRange(percentile.Value, percentile.LowerBound, percentile.UpperBound);
    }

    private static void CheckAgainst(LoadTestMetric truth, LoadTestMetric told)
    {
        Assert.Equal((truth.Type, truth.Contains), (told.Type, told.Contains));
        if (truth.Type is not MetricType.Trend)
        {
            Assert.Equal((truth.Count, truth.Rate, truth.Passes, truth.Min, truth.Max), (told.Count, told.Rate, told.Passes, told.Min, told.Max));
            return;
        }

        MergedTruth.Near(truth.Avg!.Value, told.Avg!.Value, 1e-9, 0, truth.Name);
        Assert.Equal((truth.Min, truth.Max), (told.Min, told.Max));
        foreach (var percent in new[] { 50, 90, 95, 99, 99.9 })
            Contains(told.GetBounds(percent)!, truth.GetPercentile(percent)!.Value, truth.Name);
    }

    private static string Edit(TemporaryFolder work, string path, Action<JsonObject> edit)
    {
        var root = JsonNode.Parse(File.ReadAllBytes(path))!.AsObject();
        foreach (var (_, metric) in root["metrics"]!.AsObject())
            edit((metric!["values"] ?? metric).AsObject());
        return work.Write($"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}", root.ToJsonString());
    }
}
