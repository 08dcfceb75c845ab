using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Files of real k6, merged through the shipped module.</summary>
public sealed class MergeFilesTests : IDisposable
{
    private static readonly string Data = Path.Combine(Repository.Root, "tests", "LoadTestAz.Core.Tests", "Data", "k6");

    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public MergeFilesTests() => _session = new ModuleRunspace(_folder.Path);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Merge-AzLoadTestResult -Path 'DATA'")]
    [InlineData("Merge-AzLoadTestResult 'DATA/w1', 'DATA/w2/metrics.json.gz'")]
    [InlineData("Merge-AzLoadTestResult 'DATA/w*'")]
    [InlineData("Merge-AzLoadTestResult 'DATA/w*/metrics.csv.gz', 'DATA/w?/summary-export.json'")]
    [InlineData("'DATA/w1', 'DATA/w2' | Merge-AzLoadTestResult")]
    [InlineData("[IO.DirectoryInfo]::new('DATA').GetFiles('*', 'AllDirectories') | Merge-AzLoadTestResult")]
    [InlineData("[IO.DirectoryInfo]::new('DATA').GetDirectories() | Merge-AzLoadTestResult -WarningAction SilentlyContinue")]
    public void One_call_is_one_merge(string script)
    {
        dynamic result = Assert.Single(_session.Run(script.Replace("DATA", Path.Combine(Data, "browser-2w"), StringComparison.Ordinal)));

        Assert.Equal(8d, (double)result.Metrics["iterations"].Count);
        Assert.Equal(56d, (double)result.Metrics["browser_http_req_duration"].Count);
        Assert.Equal((2, 2), ((int)result.Coverage.MergedWorkers, (int)result.Coverage.PlannedWorkers));
        Assert.True((bool)result.Passed);
    }

    [Fact]
    public void Names_are_taken_as_they_are_by_LiteralPath()
    {
        foreach (var worker in new[] { "w1", "w2" })
            File.Copy(Path.Combine(Data, "browser-2w", worker, "metrics.json.gz"), Path.Combine(_folder.Path, $"[{worker}].json"));

        Assert.Equal("8", Show("(Merge-AzLoadTestResult -LiteralPath '[w1].json', '[w2].json').Metrics['iterations'].Count"));
        Assert.Equal("8", Show("([pscustomobject] @{ PSPath = './[w1].json' }, [pscustomobject] @{ PSPath = './[w2].json' } | Merge-AzLoadTestResult).Metrics['iterations'].Count"));
    }

    [Fact]
    public void One_bad_file_among_many_is_an_error_and_the_rest_is_merged()
    {
        _folder.Write("w3.json.gz", "");
        foreach (var worker in new[] { "w1", "w2" })
            File.Copy(Path.Combine(Data, "browser-2w", worker, "metrics.json.gz"), Path.Combine(_folder.Path, $"{worker}.json.gz"));
        using var shell = _session.Script("Merge-AzLoadTestResult ./*.gz");

        dynamic result = Assert.Single(shell.Invoke());

        var error = Assert.Single(shell.Streams.Error);
        Assert.StartsWith("LoadTestAz.InputDamaged,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("w3.json.gz' is empty", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal((2, 3), ((int)result.Coverage.MergedWorkers, (int)result.Coverage.PlannedWorkers));
        Assert.False((bool)result.Passed);
        Assert.Equal("Degraded", result.State.ToString());
    }

    [Fact]
    public void Thresholds_are_given_as_a_table_or_as_texts()
    {
        var path = Path.Combine(Data, "browser-2w");
        var judged = _session.Run($$"""
            (Merge-AzLoadTestResult '{{path}}' -Threshold @{ iterations = 'count>100', 'rate>0'; 'browser_http_req_duration{resource_type:Image}' = 'max<9000' }).Thresholds | ForEach-Object { "$($_.Metric) $($_.Expression) $($_.Passed)" }
            (Merge-AzLoadTestResult '{{path}}' -Threshold 'checks: rate<0.5', 'browser_web_vital_lcp{url:http://127.0.0.1:18080/page}: p(75)<1').Thresholds | ForEach-Object { "$($_.Metric) $($_.Expression) $($_.Passed)" }
            """).Select(o => (string)o.BaseObject).ToList();

        Assert.Contains("iterations count>100 False", judged);
        Assert.Contains("iterations rate>0 True", judged);
        Assert.Contains("browser_http_req_duration{resource_type:Image} max<9000 True", judged);
        Assert.Contains("browser_web_vital_lcp{url:http://127.0.0.1:18080/page} p(75)<1 False", judged);
        Assert.Single(judged, "checks rate<0.5 False"); // Instead of the one in the files.
        Assert.Single(judged, "checks rate>0.5 True");
    }

    [Theory]
    [InlineData("Merge-AzLoadTestResult nowhere.json", "InputNotFound", ErrorCategory.ObjectNotFound, "nowhere.json")]
    [InlineData("$x = 1; Merge-AzLoadTestResult Variable:x", "InputNotFound", ErrorCategory.InvalidArgument, "Variable")]
    [InlineData("Merge-AzLoadTestResult notes.txt", "InputNotMergeable", ErrorCategory.InvalidType, "notes.txt")]
    [InlineData("Merge-AzLoadTestResult broken.json", "InputDamaged", ErrorCategory.InvalidData, "line 2")]
    [InlineData("Merge-AzLoadTestResult ./*.txt", "NothingToMerge", ErrorCategory.InvalidData, "notes.txt")]
    [InlineData("Merge-AzLoadTestResult notes.txt -Threshold 'http_req_duration p(95)<1'", "ThresholdInvalid", ErrorCategory.InvalidArgument, "p(95)<1")]
    [InlineData("Merge-AzLoadTestResult notes.txt -Threshold @{ http_reqs = 'p(95)<1' }", "ThresholdInvalid", ErrorCategory.InvalidArgument, "count, rate")]
    [InlineData("Merge-AzLoadTestResult counter.json, gauge.json", "MetricTypesDiffer", ErrorCategory.InvalidData, "gauge.json")]
    public void Each_error_has_its_id_and_names_the_thing(string script, string id, ErrorCategory category, string named)
    {
        _folder.Write("notes.txt", "some notes\n");
        _folder.Write("broken.json", "{\"root_group\":{},\n\"metrics\":{\"a\":}}");
        _folder.Write("counter.json", """{"metrics":{"mine":{"count":3,"rate":1}}}""");
        _folder.Write("gauge.json", """{"metrics":{"mine":{"value":3,"min":1,"max":3}}}""");

        var error = _session.RunToError(script);

        Assert.StartsWith($"LoadTestAz.{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        Assert.Contains(named, error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_goes_together_with_files_and_its_saved_result_is_merged_again()
    {
        using var target = new LoadTarget();
        _session.Run($"$r = New-AzLoadTestPlan -TargetUrl '{target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Duration 1s -Sleep 10ms -Threshold @{{ http_reqs = 'count>0' }} | Start-AzLoadTestWorker -Store store | Wait-AzLoadTestRun | Merge-AzLoadTestResult");
        var other = Path.Combine(Data, "odd", "w1", "metrics.json.gz");

        dynamic mixed = Assert.Single(_session.Run($"Merge-AzLoadTestResult \"store/$($r.RunId)\", '{other}' -Name both"));
        dynamic again = Assert.Single(_session.Run($"Merge-AzLoadTestResult \"store/$($r.RunId)/final_summary.json\", '{other}'"));

        Assert.Equal((target.Requests + 4d, "both", 3), ((double)mixed.Metrics["http_reqs"].Count, (string)mixed.Name, (int)mixed.Coverage.MergedWorkers));
        Assert.Equal(target.Requests + 4d, (double)again.Metrics["http_reqs"].Count);
        Assert.Equal((double)mixed.Metrics["http_req_duration"].P99, (double)again.Metrics["http_req_duration"].P99);
        Assert.Contains((IEnumerable<object>)again.Thresholds, t => ((dynamic)t).Expression == "count>0");
    }

    [Fact]
    public void Lists_on_the_result_can_be_indexed()
    {
        _session.Run($"$result = Merge-AzLoadTestResult '{Path.Combine(Data, "versions")}'");
        foreach (var list in new[] { "$result.Sources", "$result.Workers", "$result.Metrics['http_req_duration'].Percentiles", "$result.Checks", "$result.Thresholds" })
            Assert.Equal("True", Show($"$list = {list}; $list.Count -gt 0 -and $null -ne $list[0] -and $list[0].GetType() -eq @($list)[0].GetType() -and @($list[0]).Count -eq 1"));
    }

    private string Show(string script) => Assert.Single(_session.Run(script)).ToString();
}
