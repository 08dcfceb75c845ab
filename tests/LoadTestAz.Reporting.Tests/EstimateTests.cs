using System.Text.Json.Nodes;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests;

/// <summary>Results of k6's summaries alone: what is an estimate is told, and what nobody knows is no number.</summary>
public sealed class EstimateTests
{
    private const string First = """{"metrics":{"http_reqs":{"count":1000,"rate":100},"queue":{"value":3,"min":1,"max":9},"http_req_duration":{"avg":20.5,"min":1.5,"med":12.5,"max":300.75,"p(90)":40.5,"p(95)":60.5,"thresholds":{"p(95)<100":false}},"own":{"avg":1.5,"min":0.5,"med":1,"max":4,"p(90)":3,"p(95)":3.5}}}""";

    [Fact]
    public async Task What_nobody_knows_is_null_in_k6s_shapes_and_what_can_be_known_is_not()
    {
        var result = await Merge();
        var metrics = JsonNode.Parse(Written.Bytes(LoadTestReportFormat.K6Summary, result))!["metrics"]!;

        Assert.Equal(3000, (double)metrics["http_reqs"]!["values"]!["count"]!);
        Assert.Equal(3000, (double)metrics["http_req_duration"]!["values"]!["count"]!);
        Assert.InRange((double)metrics["http_req_duration"]!["values"]!["p(95)"]!, 60.5, 90.5);
        Assert.Null(metrics["own"]!["values"]!["count"]);
        Assert.Null(metrics["queue"]!["values"]!["value"]);
        Assert.Equal(9, (double)metrics["queue"]!["values"]!["max"]!);
        Assert.True((bool)metrics["http_req_duration"]!["thresholds"]!["p(95)<100"]!["ok"]!);
        Assert.Null(JsonNode.Parse(Written.Bytes(LoadTestReportFormat.K6SummaryExport, result))!["metrics"]!["own"]!["count"]);
    }

    [Fact]
    public async Task People_are_told_the_bounds()
    {
        var text = Written.Text(LoadTestReportFormat.Markdown, await Merge());

        Assert.Contains("### Estimates", text, StringComparison.Ordinal);
        Assert.Contains("an estimate: from ", text, StringComparison.Ordinal);
        Assert.Contains("Coverage 100 %: 2 of 2 workers (asked for: 90 %)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing workers", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_threshold_that_is_not_decided_says_so()
    {
        var result = await Merge();
        var metric = result.Metrics["http_req_duration"]!;
        result = result with { Thresholds = [new("http_req_duration", "p(95)<70", metric.P95, false) { Bounds = new(60.5, 90.5), IsDecided = false }] };

        Assert.Contains("so not decided", Written.Text(LoadTestReportFormat.JUnit, result), StringComparison.Ordinal);
        Assert.DoesNotContain("VUs", Written.Text(LoadTestReportFormat.JUnit, result), StringComparison.Ordinal);
    }

    private static async Task<LoadTestResult> Merge()
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-tests-").FullName;
        try
        {
            var second = First.Replace("1000", "2000").Replace("60.5", "90.5").Replace("\"value\":3", "\"value\":4").Replace("300.75", "301.75");
            await File.WriteAllTextAsync(Path.Combine(folder, "summary_1.json"), First, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "summary_2.json"), second, TestContext.Current.CancellationToken);
            return (await new FileMerge(new FileMergeOptions(), TimeProvider.System).MergeAsync([new(folder, true)], TestContext.Current.CancellationToken)).Result!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
