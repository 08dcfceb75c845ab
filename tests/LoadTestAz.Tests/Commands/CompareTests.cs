using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>A result beside baselines of all kinds: objects, files, runs.</summary>
public sealed class CompareTests(ReportTests.MergedRun run) : IClassFixture<ReportTests.MergedRun>
{
    [Theory]
    [InlineData("-Baseline $r", 1)]
    [InlineData("-Baseline $r, $r, $r", 3)]
    [InlineData("-BaselinePath saved.json", 1)]
    [InlineData("-BaselinePath saved.json, saved.json", 2)]
    [InlineData("-BaselineRunId $r.RunId -Store $r.Location", 1)]
    [InlineData("-BaselinePath \"$($r.Location)/$($r.RunId)\"", 1)]
    public void The_same_result_is_the_same_whatever_it_comes_from(string baseline, int count)
    {
        run.Session.Run("$r | Export-AzLoadTestReport Result saved.json");
        var rows = run.Session.Run($"$r | Compare-AzLoadTestResult {baseline} -Tolerance 0.002");

        Assert.Contains(rows, r => (string)((dynamic)r).Metric == "http_req_duration" && (string)((dynamic)r).Figure == "p(95)");
        Assert.All(rows, r => Assert.Equal("Same", ((object)((dynamic)r).Verdict).ToString()));
        Assert.All(rows, r => Assert.Equal(count, (int)((dynamic)r).BaselineRunIds.Length));
    }

    [Fact]
    public void What_differs_is_told_by_script()
    {
        var rows = run.Session.Run("$twice = $r.'<Clone>$'(); $slow = [LoadTestAz.Merging.LoadTestMetric[]] ($r.Metrics | Where-Object Name -ne http_reqs); $twice.Metrics = [LoadTestAz.Merging.LoadTestMetrics]::new($slow); $twice | Compare-AzLoadTestResult $r | Where-Object Verdict -ne Same");
        Assert.Equal("http_reqs rate: Missing", Assert.Single(rows).BaseObject.ToString());
    }

    [Theory]
    [InlineData("0.25", 0.25, 0.25)]
    [InlineData("'25%'", 0.25, 0.25)]
    [InlineData("@{ http_req_duration = 0.25 }", 0.25, 0.1)]
    [InlineData("([ordered]@{ 'http_req_duration:p(95)' = '25%'; '*' = 2 })", 0.25, 2)]
    public void The_tolerance_is_one_for_all_or_one_for_each_figure(string tolerance, double ofP95, double ofRate)
    {
        var rows = run.Session.Run($"$r | Compare-AzLoadTestResult $r -Tolerance {tolerance} | Where-Object {{ $_.Figure -in 'p(95)', 'rate' -and $_.Metric -in 'http_req_duration', 'http_reqs' }} | ForEach-Object Tolerance");
        Assert.Equal([ofP95, ofRate], rows.Select(r => (double)r.BaseObject));
    }

    [Fact]
    public void Mistakes_in_tolerances_are_told_at_once_and_nothing_is_compared()
    {
        var error = run.Session.RunToError("$r | Compare-AzLoadTestResult $r -Tolerance @{ http_req_duraton = 0.1; http_reqs = -1; 'http_reqs:p(95)' = 1 }");
        Assert.StartsWith("LoadTestAz.ToleranceInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidArgument, error.CategoryInfo.Category);
        Assert.Contains("did you mean 'http_req_duration'?", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("http_reqs: '-1' is no tolerance", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("'p(95)' is none of its figures that are compared: rate.", error.Exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-BaselinePath nowhere.json", "InputNotFound", ErrorCategory.ObjectNotFound)]
    [InlineData("-BaselineRunId lt-none -Store $r.Location", "RunNotFound", ErrorCategory.ObjectNotFound)]
    public void A_baseline_that_is_not_there_is_an_error(string baseline, string id, ErrorCategory category)
    {
        var error = run.Session.RunToError($"$r | Compare-AzLoadTestResult {baseline}");
        Assert.StartsWith($"LoadTestAz.{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
    }
}
