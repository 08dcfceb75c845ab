using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>What users hold in their hands behaves as PowerShell people expect.</summary>
public sealed class ObjectTests
{
    [Fact]
    public void Every_list_on_every_object_can_be_indexed_and_counted()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        var file = folder.Write("plan.yaml", $"test:\n  target_url: {target.Url}\n  requests: [/fast, {{ url: /status/404, expect_status: [404, 410], name: missing }}]\n  sleep: 50ms\n  thresholds:\n    http_reqs: count>0\ndistribution:\n  total_vus: 2\n  duration: 1s\n");
        using var session = new ModuleRunspace(folder.Path);
        session.Run($"$plan = New-AzLoadTestPlan -Path '{file}' -Engine Http; $run = $plan | Start-AzLoadTestWorker | Wait-AzLoadTestRun; $result = $run | Merge-AzLoadTestResult");

        foreach (var list in new[] { "$plan.Workers", "$plan.Requests", "$plan.Requests[1].ExpectStatus", "$plan.Thresholds", "$run.Workers", "$result.Workers", "$result.Metrics", "$result.Checks", "$result.Thresholds", "$result.TimeSeries" })
            Assert.True((bool)session.Run($"$list = {list}; $list.Count -gt 0 -and $null -ne $list[0] -and $list[0].GetType() -eq @($list)[0].GetType() -and @($list[0]).Count -eq 1")[0].BaseObject, list);
        Assert.Equal("missing: status is 404 or 410", (string)session.Run("$result.Checks[0].Name")[0].BaseObject);
        Assert.Equal(1d, session.Run("$result.Checks[0].Rate")[0].BaseObject);
        Assert.Equal("0", session.Run("\"$($plan.Warnings.Count)\"")[0].BaseObject);
    }

    [Fact]
    public void Workers_tell_how_hard_they_worked_with_units_in_the_names()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);
        session.Run($"$run = New-AzLoadTestPlan -TargetUrl '{target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Duration 3s -Sleep 20ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun");

        foreach (var share in new[] { "MeanCpuShare", "PeakCpuShare" })
            Assert.All(session.Run($"$run.Workers.Health.{share}"), value => Assert.InRange((double)value.BaseObject, 0.0001, 1));
        foreach (var figure in new[] { "PeakMemoryBytes", "MemoryLimitBytes" })
            Assert.All(session.Run($"$run.Workers.Health.{figure}"), value => Assert.InRange((long)value.BaseObject, 1_000_000, long.MaxValue));
        Assert.Equal(2, session.Run("$run.Workers | Where-Object { $_.Health.CpuLimitCores -gt 0 -and $_.Health.IsCpuHigh -is [bool] }").Count);
    }

    [Fact]
    public void Metrics_are_found_by_name_and_percentiles_can_be_asked_for()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);
        session.Run($"$r = New-AzLoadTestPlan -Engine Http -TargetUrl '{target.Url}fast' -TotalVus 1 -Duration 1s -Sleep 20ms -Threshold @{{ 'http_req_duration{{status:200, method:GET}}' = 'p(99.5)<60000' }} | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult");

        Assert.Equal((double)target.Requests, session.Run("$r.Metrics['http_req_duration{method:GET,status:200}'].Count")[0].BaseObject);
        var values = session.Run("$m = $r.Metrics['http_req_duration']; $m.Min; $m.GetPercentile(0); $m.GetPercentile(99.5); $m.GetPercentile(100); $m.Max").Select(v => (double)v.BaseObject).ToList();
        Assert.Equal(values.Order(), values);
        Assert.Equal((values[0], values[4]), (values[1], values[3]));
        Assert.Null(session.Run("$r.Metrics['no_such_metric']")[0]);
    }
}
