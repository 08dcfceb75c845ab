using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>The figures of a recorded run, computed from all its samples at once by another program.</summary>
internal static class Truth
{
    /// <summary>Checks a set that all workers were merged into against <c>truth.json</c>: percentiles to 0.1 %, the rest exactly.</summary>
    public static void Check(string root, MetricSet merged)
    {
        using var truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "truth.json")));

        var metrics = truth.RootElement.GetProperty("metrics").EnumerateObject().ToArray();
        Assert.NotEmpty(metrics);
        foreach (var metric in metrics)
            Compare(metric.Name, merged.Find(MetricSelector.Parse(metric.Name))!, metric.Value.GetProperty("merged"));
        Assert.Equal(metrics.Count(m => !m.Name.Contains('{')), merged.Metrics.Count);
        Assert.Equal(
            truth.RootElement.GetProperty("checks").EnumerateArray().Select(c => (c.GetProperty("path").GetString(), c.GetProperty("passes").GetInt64(), c.GetProperty("fails").GetInt64())).Order(),
            merged.Checks.Select(c => ((string?)$"{c.Group}::{c.Name}", c.Passes, c.Fails)).Order());
    }

    private static void Compare(string name, MetricSeries series, JsonElement truth)
    {
        Assert.Equal(0, series.Unseen);
        foreach (var figure in truth.EnumerateObject())
        {
            double? actual = (series.Accumulator, figure.Name) switch
            {
                (_, "samples") => series.Accumulator.Samples,
                (CounterAccumulator c, "count") => c.Sum,
                (GaugeAccumulator g, "lastByTime") => g.Value,
                (GaugeAccumulator g, "min") => g.Min,
                (GaugeAccumulator g, "max") => g.Max,
                (RateAccumulator r, "passes") => r.Passes,
                (RateAccumulator r, "fails") => r.Fails,
                (RateAccumulator r, "rate") => r.Rate,
                (TrendAccumulator t, "count") => t.Samples,
                (TrendAccumulator t, "sum") => t.Sum,
                (TrendAccumulator t, "avg") => t.Avg,
                (TrendAccumulator t, "min") => t.Min,
                (TrendAccumulator t, "max") => t.Max,
                (TrendAccumulator t, "med") => t.Percentile(50),
                (TrendAccumulator t, _) when figure.Name.StartsWith("p(") => t.Percentile(double.Parse(figure.Name[2..^1])),
                _ => null,
            };
            var error = figure.Name == "med" || figure.Name.StartsWith("p(") ? 0.001 : 1e-12;
            var expected = figure.Value.GetDouble();
            Assert.True(actual is null || Math.Abs(actual.Value - expected) <= error * Math.Abs(expected), $"{name} {figure.Name} is {actual:R}, not {expected:R}");
        }
    }
}
