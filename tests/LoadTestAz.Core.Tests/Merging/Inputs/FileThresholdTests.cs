using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>Thresholds and submetrics of merged files.</summary>
public sealed class FileThresholdTests : IDisposable
{
    private readonly TemporaryFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task A_submetric_that_one_file_declares_late_is_worked_out_from_all_of_them()
    {
        // The first file is read to its end before the second one declares the submetric.
        const string late = """{"type":"Metric","data":{"name":"late","type":"trend","contains":"time","thresholds":["max<3"],"submetrics":[{"name":"late{status:200}"},{"name":"late{status:500}"}]},"metric":"late"}""";
        var plain = late.Replace("""[{"name":"late{status:200}"},{"name":"late{status:500}"}]""", "null").Replace("max<3", "max<5");
        _work.Write("a.json", Raw.Lines(plain, Raw.Point("1", metric: "late"), Raw.Point("4", metric: "late", tags: """{"status":"500"}""")));
        _work.Write("b.json", Raw.Lines(Raw.Duration, Raw.Point(), late, Raw.Point("2", metric: "late")));

        var result = await Merged.Of(_work.Path);

        Assert.Equal((2d, 1.5, 1d), (result.Metrics["late{status:200}"]!.Count, result.Metrics["late{status:200}"]!.Avg, result.Metrics["late{status:500}"]!.Count));
        Assert.Equal([("late", "max<3", false), ("late", "max<5", true)], result.Thresholds.Select(t => (t.Metric, t.Expression, t.Passed)));
    }

    [Fact]
    public async Task Thresholds_of_submetrics_that_no_file_tells_are_warned_of()
    {
        var samples = Path.Combine(Raw.Folder, "protocol-3w", "w1", "metrics.json.gz");
        var summary = Path.Combine(Raw.Folder, "protocol-3w", "w1", "summary-export.json");
        const string untold = "k6 does not write those of submetrics";

        var alone = await Merged.Of(samples);
        Assert.Contains("checks{kind:status}, group_duration{group:::browse}", Assert.Single(alone.Warnings, w => w.Contains(untold, StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(alone.Warnings, w => w.Contains("expected_response", StringComparison.Ordinal));

        Assert.DoesNotContain((await Merged.Of(samples, summary)).Warnings, w => w.Contains(untold, StringComparison.Ordinal));

        var given = await Merged.Of(new FileMergeOptions { Thresholds = Merged.Rules(("checks{kind:status}", "rate>0.5")) }, samples);
        Assert.DoesNotContain("checks{", Assert.Single(given.Warnings, w => w.Contains(untold, StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_given_threshold_replaces_those_of_its_metric_and_may_ask_for_any_tags()
    {
        var options = new FileMergeOptions { Thresholds = Merged.Rules(("http_req_duration", "p(42)<1"), ("http_req_duration{endpoint:slow,status:200}", "min>1000"), ("http_reqs{endpoint:mid}", "count>1")) };
        var result = await Merged.Of(options, Merged.Recorded("protocol-3w", "metrics.json.gz"));

        Assert.Equal(("p(42)<1", false), result.Thresholds.Where(t => t.Metric == "http_req_duration").Select(t => (t.Expression, t.Passed)).Single());
        Assert.Equal(2473, result.Metrics["http_reqs{endpoint:mid}"]!.Count);
        Assert.InRange(result.Metrics["http_req_duration{endpoint:slow,status:200}"]!.Min!.Value, 25, 1500);
        Assert.Contains(result.Thresholds, t => t.Metric == "http_req_failed");
        Assert.False(result.Passed);
    }

    [Fact]
    public async Task A_submetric_that_only_some_sources_know_is_doubted()
    {
        var raw = Path.Combine(Raw.Folder, "versions", "v2.2", "metrics.json.gz");
        var summary = Path.Combine(Raw.Folder, "versions", "v1.0", "summary-export.json");
        var result = await Merged.Of(new FileMergeOptions { Thresholds = Merged.Rules(("http_reqs{endpoint:mid}", "count>1")) }, raw, summary);

        Assert.Equal(21, result.Metrics["http_reqs{endpoint:mid}"]!.Count);
        Assert.Contains(result.Warnings, w => w.Contains("http_reqs{endpoint:mid} may be incomplete", StringComparison.Ordinal) && w.Contains("v1.0", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, false, false)]
    public async Task An_undecided_threshold_passes_only_if_it_held_for_each_worker(bool first, bool second, bool passed)
    {
        // p(99) is not told, and the largest is above the limit.
        string Summary(string max, bool holds) =>
            """{"metrics":{"http_reqs":{"count":1000,"rate":10},"http_req_duration":{"avg":20,"min":1.5,"med":12,"max":MAX,"p(90)":40,"p(95)":60,"thresholds":{"p(99)<100":CROSSED}}}}"""
                .Replace("MAX", max).Replace("CROSSED", holds ? "false" : "true");
        _work.Write("summary_1.json", Summary("300.75", first));
        _work.Write("summary_2.json", Summary("301.75", second));

        var result = await Merged.Of(_work.Path);

        var threshold = Assert.Single(result.Thresholds);
        Assert.Equal((passed, false), (threshold.Passed, threshold.IsDecided));
        Assert.True(threshold.Bounds!.LowerBound < 100 && threshold.Bounds.UpperBound > 100);
        Assert.Contains(result.Warnings, w => w.Contains("can't be decided", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("p(95)<500", true)]
    [InlineData("p(95)<50", false)]
    [InlineData("p(99)<400", true)] // Nothing is above 301.75.
    [InlineData("p(99)>50", true)]
    [InlineData("p(99)==500", false)]
    [InlineData("p(99)!=500", true)]
    [InlineData("avg<21", true)]
    [InlineData("max<=301.75", true)]
    [InlineData("min>1.5", false)]
    public async Task A_threshold_that_the_bounds_decide_is_decided(string expression, bool passed)
    {
        const string summary = """{"metrics":{"http_reqs":{"count":1000,"rate":10},"http_req_duration":{"avg":20,"min":1.5,"med":12,"max":300.75,"p(90)":40,"p(95)":60}}}""";
        _work.Write("summary_1.json", summary);
        _work.Write("summary_2.json", summary.Replace("300.75", "301.75"));

        var threshold = Assert.Single((await Merged.Of(new FileMergeOptions { Thresholds = Merged.Rules(("http_req_duration", expression)) }, _work.Path)).Thresholds);

        Assert.Equal((passed, true), (threshold.Passed, threshold.IsDecided));
    }

    [Theory]
    [InlineData("http_req_duration{scenario:x}: p(95)<500", "http_req_duration{scenario:x}", "p(95)<500")]
    [InlineData(" http_req_duration { url:http://x/{id} , status:200 } :  p(99.9) <= 1e3 ", "http_req_duration{status:200,url:http://x/{id}}", "p(99.9) <= 1e3")]
    [InlineData("mine: count>=1", "mine", "count>=1")]
    public void Texts_are_taken_apart(string text, string metric, string expression)
    {
        var rule = ThresholdText.Parse(text);
        Assert.Equal((metric, expression), (rule.Metric, rule.Expression));
    }

    [Theory]
    [InlineData("http_req_duration p(95)<500")]
    [InlineData("http_req_duration{scenario:x: p(95)<500")]
    [InlineData(": p(95)<500")]
    [InlineData("http_reqs: p(95)<500")]
    [InlineData("http_reqs: count<")]
    public void Other_texts_are_refused(string text) => Assert.Contains(text, Assert.Throws<FormatException>(() => ThresholdText.Parse(text)).Message, StringComparison.Ordinal);
}
