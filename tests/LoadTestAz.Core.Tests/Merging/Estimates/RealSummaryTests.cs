using System.Text.Json;
using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Core.Tests.Merging.Estimates;

/// <summary>The summaries of real k6 runs against figures computed from all their samples at once.</summary>
public sealed class RealSummaryTests
{
    private static readonly string[] All = ["p(90)", "p(95)", "p(99)", "p(99.9)"];
    private static readonly string[] Default = ["p(90)", "p(95)"];

    public static TheoryData<string> Folders => ["protocol-3w", "protocol-3seg", "browser-2w", "odd"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void The_truth_lies_within_the_bounds(string folder)
    {
        var compared = 0;
        foreach (var (name, truth, workers) in Trends(folder))
        {
            foreach (var percentiles in new[] { All, Default, [] })
            {
                foreach (var counted in new[] { true, false })
                {
                    var estimate = PooledTrend.Of([.. workers.Select(w => Summary(w, percentiles, counted))]);
                    Assert.Empty(estimate.Doubts);
                    foreach (var (percent, expected) in Percentiles(truth))
                    {
                        // The truth was computed by another program, with a 0.999 where k6 has 99.9 / 100.
                        var figure = estimate.GetPercentile(percent)!.Value;
                        var rounding = 1e-11 * Math.Abs(expected);
                        Assert.True(figure.LowerBound <= expected + rounding && expected - rounding <= figure.UpperBound, $"{name} p({percent}) is {expected:R}, not in {figure}");
                        Assert.InRange(figure.Value, figure.LowerBound, figure.UpperBound);
                        compared++;
                    }

                    Assert.Equal(truth.GetProperty("min").GetDouble(), estimate.Min!.Value.Value);
                    Assert.Equal(truth.GetProperty("max").GetDouble(), estimate.Max!.Value.Value);
                    if (counted)
                    {
                        Assert.Equal(truth.GetProperty("count").GetInt64(), estimate.Count.Exact);
                        Assert.Equal(1, Ratio(estimate.Avg!.Value.Value, truth.GetProperty("avg").GetDouble()), 1e-9);
                        Assert.Equal(1, Ratio(estimate.Sum!.Value.Value, truth.GetProperty("sum").GetDouble()), 1e-9);
                    }
                }
            }
        }

        Assert.True(compared > 200, $"{compared} figures are too few");
    }

    [Theory]
    [InlineData("protocol-3w")]
    [InlineData("protocol-3seg")]
    public void The_best_value_is_near_the_truth(string folder)
    {
        foreach (var (name, truth, workers) in Trends(folder).Where(t => t.Name is "http_req_duration" or "http_req_waiting" or "iteration_duration" or "group_duration"))
        {
            var estimate = PooledTrend.Of([.. workers.Select(w => Summary(w, All, counted: true))]);
            foreach (var (percent, expected) in Percentiles(truth).Where(p => p.Percent < 99.9))
                Assert.True(Math.Abs(Ratio(estimate.GetPercentile(percent)!.Value.Value, expected) - 1) < 0.05, $"{name} p({percent}) is {expected:R}, not {estimate.GetPercentile(percent)}");
        }
    }

    private static double Ratio(double actual, double expected) => actual == expected ? 1 : actual / expected;

    private static IEnumerable<(string Name, JsonElement Truth, JsonElement[] Workers)> Trends(string folder)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "Data", "k6", folder);
        var workers = Directory.GetDirectories(root).Select(d => Read(Path.Combine(d, "summary-export.json")).GetProperty("metrics")).ToArray();
        foreach (var metric in Read(Path.Combine(root, "truth.json")).GetProperty("metrics").EnumerateObject().Where(m => m.Value.GetProperty("type").GetString() == "trend"))
        {
            var parts = workers.Where(w => w.TryGetProperty(metric.Name, out _)).Select(w => w.GetProperty(metric.Name)).ToArray();
            if (metric.Value.GetProperty("merged").GetProperty("count").GetInt64() > 0 && parts.All(p => Figure(p, "avg") is not null))
                yield return (metric.Name, metric.Value.GetProperty("merged"), parts);
        }
    }

    private static TrendSummary Summary(JsonElement metric, string[] percentiles, bool counted) => new()
    {
        // An empty metric is all zeros; only the count tells.
        Count = metric.GetProperty("count").GetInt64() is var count && (counted || count == 0) ? SampleCount.Exactly(count) : SampleCount.Unknown,
        Min = Figure(metric, "min"),
        Max = Figure(metric, "max"),
        Avg = Figure(metric, "avg"),
        Med = Figure(metric, "med"),
        Quantiles = [.. percentiles.Where(p => Figure(metric, p) is not null).Select(p => new TrendQuantile(double.Parse(p[2..^1]), Figure(metric, p)!.Value))],
    };

    private static IEnumerable<(double Percent, double Value)> Percentiles(JsonElement truth) =>
        truth.EnumerateObject().Where(f => f.Name == "med" || f.Name.StartsWith("p(")).Select(f => (f.Name == "med" ? 50 : double.Parse(f.Name[2..^1]), f.Value.GetDouble()));

    private static double? Figure(JsonElement metric, string name) =>
        metric.TryGetProperty(name, out var figure) && figure.ValueKind == JsonValueKind.Number ? figure.GetDouble() : null;

    private static JsonElement Read(string path)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(path));
        return json.RootElement.Clone();
    }
}
