using System.Globalization;
using System.Text.Json;
using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>The figures of a recorded run over all workers, computed from all samples at once by another program.</summary>
internal sealed class MergedTruth : IDisposable
{
    private readonly JsonDocument _truth;

    public MergedTruth(string folder) => _truth = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Raw.Folder, folder, "truth.json")));

    public static TheoryData<string> Folders => ["protocol-3w", "protocol-3seg", "browser-2w", "odd"];

    /// <summary>Every metric and submetric with its merged figures.</summary>
    public IEnumerable<(string Name, MetricType Type, JsonElement Figures)> Metrics =>
        _truth.RootElement.GetProperty("metrics").EnumerateObject().Select(m => (m.Name, MetricNames.FindType(m.Value.GetProperty("type").GetString()!)!.Value, m.Value.GetProperty("merged")));

    /// <summary>The sums over the workers' last and largest values, for the gauges that add up.</summary>
    public static readonly string[] Additive = ["vus", "vus_max"];

    /// <summary>The checks.</summary>
    public IEnumerable<(string Path, long Passes, long Fails)> Checks =>
        _truth.RootElement.GetProperty("checks").EnumerateArray().Select(c => (c.GetProperty("path").GetString()!, c.GetProperty("passes").GetInt64(), c.GetProperty("fails").GetInt64()));

    /// <summary>The thresholds with the figure that each is held against.</summary>
    public IEnumerable<(string Metric, string Expression, double Value, bool Ok)> Thresholds =>
        _truth.RootElement.GetProperty("thresholds").EnumerateArray().Select(t => (t.GetProperty("metric").GetString()!, t.GetProperty("source").GetString()!, t.GetProperty("mergedValue").GetDouble(), t.GetProperty("mergedOk").GetBoolean()));

    /// <summary>Compares every figure of every metric.</summary>
    /// <param name="result">The merge.</param>
    /// <param name="exact">The relative error of figures that add up.</param>
    /// <param name="percentile">The relative error of percentiles.</param>
    /// <param name="absolute">What each sample may be off, as those of a CSV are.</param>
    /// <param name="except">Metrics that are compared elsewhere.</param>
    public void Check(LoadTestResult result, double exact, double percentile, double absolute = 0, params string[] except)
    {
        foreach (var (name, type, figures) in Metrics.Where(m => !except.Contains(m.Name)))
        {
            var metric = result.Metrics[name];
            Assert.True(metric is not null, $"{name} is missing");
            Assert.Equal(type, metric.Type);
            foreach (var figure in figures.EnumerateObject())
            {
                if (ActualOf(metric, figure.Name) is not { } actual)
                    continue;
                var expected = figure.Value.GetDouble();
                var isPercentile = figure.Name == "med" || figure.Name.StartsWith("p(", StringComparison.Ordinal);
                var off = absolute * (figure.Name is "sum" || (type is MetricType.Counter && figure.Name == "count") ? Math.Max(metric.Count ?? 1, 1) : 1);
                Near(expected, actual, isPercentile ? percentile : exact, off, $"{name} {figure.Name}");
            }
        }

        Assert.Equal(Checks.Order(), result.Checks.Select(c => ($"{c.Group}::{c.Name}", c.Passes, c.Fails)).Order());
    }

    public static void Near(double expected, double actual, double relative, double absolute, string what) =>
        Assert.True(Math.Abs(actual - expected) <= (relative * Math.Abs(expected)) + absolute, string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, not {expected:R}"));

    public void Dispose() => _truth.Dispose();

    // Null for what the truth has beside the figures of a result.
    private static double? ActualOf(LoadTestMetric metric, string figure) => (metric.Type, figure) switch
    {
        (MetricType.Gauge, "sumOfWorkerLasts") when Additive.Contains(metric.Name) => metric.Value,
        (MetricType.Gauge, "sumOfWorkerMaxes") when Additive.Contains(metric.Name) => metric.Max,
        (MetricType.Gauge, _) when Additive.Contains(metric.Name) => null,
        (MetricType.Gauge, "lastByTime") => metric.Value ?? double.NaN,
        (_, "min") => metric.Min ?? double.NaN,
        (_, "max") => metric.Max ?? double.NaN,
        (_, "count") or (MetricType.Rate, "total") => metric.Count ?? double.NaN,
        (_, "sum") => metric.Sum ?? double.NaN,
        (_, "avg") => metric.Avg ?? double.NaN,
        (_, "passes") => metric.Passes ?? double.NaN,
        (_, "fails") => metric.Fails ?? double.NaN,
        (MetricType.Rate, "rate") => metric.Rate ?? double.NaN,
        (_, "med") => metric.Med ?? double.NaN,
        (MetricType.Trend, _) when figure.StartsWith("p(", StringComparison.Ordinal) => metric.GetPercentile(double.Parse(figure[2..^1], CultureInfo.InvariantCulture)) ?? double.NaN,
        _ => null,
    };
}
