using System.IO.Compression;
using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>The raw output of real k6 runs, merged over their workers, against figures computed from all samples at once.</summary>
public sealed class RealDataTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data", "k6");

    [Theory]
    [InlineData("browser-2w")]
    [InlineData("odd")]
    public void Merged_workers_have_the_true_figures(string folder)
    {
        var root = Path.Combine(Data, folder);
        var merged = Sets.Merge([.. Directory.GetDirectories(root).Select(Read)]);
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

    // As little of a reader as these files need.
    private static MetricSet Read(string worker)
    {
        var set = new MetricSet();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(worker, "metrics.json.gz")), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var data = json.RootElement.GetProperty("data");
            var metric = json.RootElement.GetProperty("metric").GetString()!;
            if (json.RootElement.GetProperty("type").GetString() == "Metric")
            {
                set.Declare(new Metric(metric, MetricNames.FindType(data.GetProperty("type").GetString()!)!.Value, MetricNames.FindContents(data.GetProperty("contains").GetString()!)!.Value));
                if (data.GetProperty("submetrics") is { ValueKind: JsonValueKind.Array } submetrics)
                {
                    foreach (var submetric in submetrics.EnumerateArray())
                        set.Declare(MetricSelector.Parse(submetric.GetProperty("name").GetString()!));
                }

                continue;
            }

            var tags = TagSet.Of(data.GetProperty("tags").EnumerateObject().Select(t => KeyValuePair.Create(t.Name, t.Value.GetString()!)));
            set.Add(data.GetProperty("time").GetDateTimeOffset(), tags, [new(set.Find(metric)!.Metric, data.GetProperty("value").GetDouble())]);
        }

        return set;
    }
}
