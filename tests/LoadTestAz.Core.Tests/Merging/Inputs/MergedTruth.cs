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

    /// <summary>The names of the workers, which are their folders.</summary>
    public IEnumerable<string> Workers => _truth.RootElement.GetProperty("workers").EnumerateObject().Select(w => w.Name);

    /// <summary>What the truth has beside the figures of a result: counts of samples of what is no Trend, what came last in a file, and rates, which depend on what a test's duration is.</summary>
    private static readonly string[] Beside = ["samples", "last", "sumOfRates", "rateOverLongestWorker", "rateOverSampleSpan"];

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
            Check(result, name, type, figures, exact, percentile, absolute, Additive.Contains(name));

        Assert.Equal(Checks.Order(), result.Checks.Select(c => ($"{c.Group}::{c.Name}", c.Passes, c.Fails)).Order());
    }

    /// <summary>Compares the merge of one worker alone with what that worker measured.</summary>
    public void CheckWorker(string worker, LoadTestResult result, double exact, double percentile, double absolute = 0)
    {
        foreach (var metric in _truth.RootElement.GetProperty("metrics").EnumerateObject())
        {
            if (metric.Value.GetProperty("perWorker").TryGetProperty(worker, out var figures))
                Check(result, metric.Name, MetricNames.FindType(metric.Value.GetProperty("type").GetString()!)!.Value, figures, exact, percentile, absolute, isAdditive: false);
        }
    }

    private static void Check(LoadTestResult result, string name, MetricType type, JsonElement figures, double exact, double percentile, double absolute, bool isAdditive)
    {
        var metric = result.Metrics[name];
        Assert.True(metric is not null, $"{name} is missing");
        Assert.Equal(type, metric.Type);
        var compared = 0;
        foreach (var figure in figures.EnumerateObject().Where(f => !Beside.Contains(f.Name) && !(type is MetricType.Counter && f.Name == "rate") && IsOf(f.Name, type, isAdditive)))
        {
            var actual = ActualOf(metric, figure.Name);
            var isPercentile = figure.Name == "med" || figure.Name.StartsWith("p(", StringComparison.Ordinal);
            var off = absolute * (figure.Name is "sum" || (type is MetricType.Counter && figure.Name == "count") ? Math.Max(metric.Count ?? 1, 1) : 1);
            Near(figure.Value.GetDouble(), actual, isPercentile ? percentile : exact, off, $"{name} {figure.Name}");
            compared++;
        }

        Assert.True(compared >= (type is MetricType.Counter ? 1 : type is MetricType.Gauge ? 2 : 3), $"of {name} only {compared} figures were compared");
    }

    // Gauges of workers that add up have sums in the truth, beside the figures of the last and the largest worker.
    private static bool IsOf(string figure, MetricType type, bool isAdditive) =>
        type is not MetricType.Gauge || figure.StartsWith("sumOfWorker", StringComparison.Ordinal) == isAdditive;

    public static void Near(double expected, double actual, double relative, double absolute, string what) =>
        Assert.True(Math.Abs(actual - expected) <= (relative * Math.Abs(expected)) + absolute, string.Create(CultureInfo.InvariantCulture, $"{what} is {actual:R}, not {expected:R}"));

    public void Dispose() => _truth.Dispose();

    private static double ActualOf(LoadTestMetric metric, string figure) => (metric.Type, figure) switch
    {
        (MetricType.Gauge, "lastByTime" or "sumOfWorkerLasts") => metric.Value,
        (_, "min") => metric.Min,
        (_, "max") or (MetricType.Gauge, "sumOfWorkerMaxes") => metric.Max,
        (_, "count") or (MetricType.Rate, "total") => metric.Count,
        (MetricType.Trend, "sum") => metric.Sum,
        (MetricType.Trend, "avg") => metric.Avg,
        (MetricType.Rate, "passes") => metric.Passes,
        (MetricType.Rate, "fails") => metric.Fails,
        (MetricType.Rate, "rate") => metric.Rate,
        (MetricType.Trend, "med") => metric.Med,
        (MetricType.Trend, _) when figure.StartsWith("p(", StringComparison.Ordinal) => metric.GetPercentile(double.Parse(figure[2..^1], CultureInfo.InvariantCulture)),
        _ => throw new ArgumentOutOfRangeException(nameof(figure), figure, "The truth has a figure that is not compared."),
    } ?? double.NaN;
}
