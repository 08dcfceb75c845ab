using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary><c>-Exact</c>: percentiles of more samples than are kept, by reading again.</summary>
public sealed class ExactTests
{
    [Theory]
    [InlineData("protocol-3w", 50_000)]
    [InlineData("protocol-3seg", 100)]
    [InlineData("browser-2w", 3)]
    [InlineData("odd", 0)]
    public async Task Every_figure_is_exact_however_little_may_be_kept(string folder, int keptValues)
    {
        using var truth = new MergedTruth(folder);
        var result = await Merged.Of(new FileMergeOptions { Exact = true, KeptValues = keptValues }, Merged.Recorded(folder, "metrics.json.gz"));

        truth.Check(result, exact: 1e-9, percentile: 1e-9);
        Assert.All(result.Metrics, m => Assert.Equal(FigureMethod.Exact, m.Method));
        Assert.All(result.Warnings, w => Assert.Contains("does not write those of submetrics", w, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Percentiles_that_thresholds_ask_for_are_exact_too_and_others_are_not()
    {
        var files = Merged.Recorded("protocol-3w", "metrics.json.gz");
        var options = new FileMergeOptions { Thresholds = Merged.Rules(("http_req_waiting", "p(97.5)<10"), ("http_req_waiting{endpoint:slow}", "p(12.5)<10")) };
        var kept = await Merged.Of(options, files);
        var result = await Merged.Of(options with { Exact = true, KeptValues = 1000 }, files);

        Assert.Equal(kept.Thresholds, result.Thresholds);
        var waiting = result.Metrics["http_req_waiting"]!;
        Assert.Equal((FigureMethod.Exact, FigureMethod.Sketch), (waiting.GetBounds(97.5)!.Method, waiting.GetBounds(33)!.Method));
        Assert.Equal(kept.Metrics["http_req_waiting{endpoint:slow}"]!.GetPercentile(12.5), result.Metrics["http_req_waiting{endpoint:slow}"]!.GetPercentile(12.5));
    }

    [Fact]
    public async Task Sketches_can_not_be_made_exact_and_a_warning_says_so()
    {
        using var work = new TemporaryFolder();
        var first = Path.Combine(Raw.Folder, "browser-2w", "w1", "metrics.json.gz");
        var second = work.Write("metrics_1.json.gz", MetricSetJson.SerializeGzip((await Merged.Of(Path.Combine(Raw.Folder, "browser-2w", "w2", "metrics.json.gz"))).Data!.Samples));

        var result = await Merged.Of(new FileMergeOptions { Exact = true }, first, second);

        Assert.Equal(FigureMethod.Sketch, result.Metrics["iteration_duration"]!.Method);
        Assert.Contains(result.Warnings, w => w.Contains("only sketches", StringComparison.Ordinal));
    }
}
