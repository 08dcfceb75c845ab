using LoadTestAz.Merging;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Metrics;
using LoadTestAz.Runs;
using LoadTestAz.Core.Tests.Merging.K6;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>Recorded runs of real k6, merged from each kind of file, against figures computed from all samples at once.</summary>
public sealed class TruthTests
{
    public static TheoryData<string> Folders => MergedTruth.Folders;

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task From_JSON_every_figure_is_exact(string folder)
    {
        using var truth = new MergedTruth(folder);
        var result = await Merged.Of(Merged.Recorded(folder, "metrics.json.gz"));

        truth.Check(result, exact: 1e-9, percentile: 1e-9);
        Assert.All(result.Metrics, m => Assert.Equal(FigureMethod.Exact, m.Method));
        Assert.Equal(truth.Metrics.Select(m => MetricSelector.Parse(m.Name).ToString()).Order(StringComparer.Ordinal), result.Metrics.Where(m => m.Type is not MetricType.Trend || m.Count > 0).Select(m => m.Name));
        Assert.Equal(RunState.Completed, result.State);
        CheckRates(truth, result, TimeSpan.FromTicks(2)); // Times are kept to 100 ns.
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Each_worker_alone_has_its_own_figures(string folder)
    {
        using var truth = new MergedTruth(folder);
        foreach (var worker in truth.Workers)
        {
            truth.CheckWorker(worker, await Merged.Of(Path.Combine(Raw.Folder, folder, worker, "metrics.json.gz")), exact: 1e-9, percentile: 1e-9);
            truth.CheckWorker(worker, await Merged.Of(Path.Combine(Raw.Folder, folder, worker, "metrics.csv.gz"), Path.Combine(Raw.Folder, folder, worker, "summary-export.json")), exact: 1e-9, percentile: 1e-9, absolute: 5.1e-7);
        }
    }

    [Fact]
    public async Task A_CSV_alone_tells_all_of_the_metrics_that_every_k6_has()
    {
        using var truth = new MergedTruth("protocol-3w");
        var own = truth.Metrics.Where(m => m.Name.StartsWith("app_", StringComparison.Ordinal) || (m.Name.Contains('{') && m.Name != "http_req_duration{expected_response:true}")).Select(m => m.Name).ToArray();
        var result = await Merged.Of(Merged.Recorded("protocol-3w", "metrics.csv.gz"));

        truth.Check(result, exact: 1e-9, percentile: 1e-9, absolute: 5.1e-7, own);
        Assert.Equal(9, own.Length);
        CheckRates(truth, result, TimeSpan.FromSeconds(1));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task From_JSON_beyond_the_bound_percentiles_are_a_thousandth_off_at_most(string folder)
    {
        using var truth = new MergedTruth(folder);
        var result = await Merged.Of(new FileMergeOptions { KeptValues = 10 }, Merged.Recorded(folder, "metrics.json.gz"));

        truth.Check(result, exact: 1e-9, percentile: 0.001);
        Assert.Equal(FigureMethod.Sketch, result.Metrics["http_req_duration"]?.Method ?? FigureMethod.Sketch);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task From_folders_with_everything_the_JSON_counts_once(string folder)
    {
        using var truth = new MergedTruth(folder);
        var result = await Merged.Of(Path.Combine(Raw.Folder, folder));

        truth.Check(result, exact: 1e-9, percentile: 1e-9);
        Assert.All(result.Sources, s => Assert.Equal(s.Kind is LoadTestSourceKind.K6Json, s.Used));
        Assert.Equal(Directory.GetDirectories(Path.Combine(Raw.Folder, folder)).Length, result.Coverage.MergedWorkers);
        Assert.Empty(result.Warnings);
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task From_CSV_and_summaries_for_the_kinds_every_figure_is_right_to_six_decimals(string folder)
    {
        using var truth = new MergedTruth(folder);
        var result = await Merged.Of([.. Merged.Recorded(folder, "metrics.csv.gz"), .. Merged.Recorded(folder, "summary-export.json")]);

        truth.Check(result, exact: 1e-9, percentile: 1e-9, absolute: 5.1e-7);
        Assert.All(result.Sources, s => Assert.Equal(s.Kind is LoadTestSourceKind.K6Csv, s.Used));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Thresholds_in_the_files_are_judged_on_all_samples(string folder)
    {
        using var truth = new MergedTruth(folder);
        var result = await Merged.Of(Path.Combine(Raw.Folder, folder));

        foreach (var (metric, expression, value, ok) in truth.Thresholds)
        {
            var threshold = Assert.Single(result.Thresholds, t => t.Metric == metric && t.Expression == expression);
            Assert.Equal(ok, threshold.Passed);
            if (result.Metrics[metric]!.Type is MetricType.Counter && expression.StartsWith("rate", StringComparison.Ordinal))
                Assert.Equal(result.Metrics[metric]!.RatePerSecond, threshold.Actual); // The truth has added up the workers' rates.
            else
                MergedTruth.Near(value, threshold.Actual!.Value, 1e-9, 0, $"{metric} {expression}");
        }
    }

    private static void CheckRates(MergedTruth truth, LoadTestResult result, TimeSpan resolution)
    {
        foreach (var (name, _, figures) in truth.Metrics.Where(m => m.Type is MetricType.Counter && result.Metrics[m.Name]?.Type is MetricType.Counter))
            MergedTruth.Near(figures.GetProperty("rateOverSampleSpan").GetDouble(), result.Metrics[name]!.RatePerSecond!.Value, resolution / result.Duration, 0, $"{name} per second");
    }

    [Theory]
    [InlineData("protocol-3w", "w1")]
    [InlineData("protocol-3seg", "w2")]
    [InlineData("browser-2w", "w1")]
    [InlineData("versions", "v0.49")]
    [InlineData("versions", "v1.0")]
    [InlineData("versions", "v2.2")]
    public async Task One_workers_samples_give_the_figures_of_its_own_summary(string folder, string worker)
    {
        var result = await Merged.Of(Path.Combine(Raw.Folder, folder, worker, "metrics.json.gz"));
        var summary = SummaryReader.Read(await File.ReadAllBytesAsync(Path.Combine(Raw.Folder, folder, worker, "handle-summary.json"), TestContext.Current.CancellationToken));

        foreach (var told in summary.Metrics.Where(m => m.Figures.Any(f => f != 0)))
        {
            var metric = result.Metrics[told.Selector.ToString()]!;
            Assert.Equal((told.Type, told.Contains, told.Count, told.Passes), (metric.Type, metric.Contains, metric.Count, metric.Passes));
            Assert.Equal((told.Value, told.Min, told.Max), (metric.Value, metric.Min, metric.Max));
            Assert.All(told.Percentiles, p => Assert.Equal(p.Value, metric.GetPercentile(p.Key)));
            if (told.Avg is { } avg)
                MergedTruth.Near(avg, metric.Avg!.Value, 1e-12, 0, metric.Name); // k6 adds up with rounding.
        }

        Assert.Equal(summary.Checks.Order(Comparer<LoadTestCheck>.Create((a, b) => string.CompareOrdinal(a.Group + a.Name, b.Group + b.Name))), result.Checks.Order(Comparer<LoadTestCheck>.Create((a, b) => string.CompareOrdinal(a.Group + a.Name, b.Group + b.Name))));
        foreach (var (metric, threshold) in summary.Metrics.Where(m => !m.Selector.IsSubmetric).SelectMany(m => m.Thresholds, (m, t) => (m, t)))
            Assert.Equal(threshold.Holds, Assert.Single(result.Thresholds, t => t.Metric == metric.Selector.Metric && t.Expression == threshold.Expression).Passed);
    }
}
