using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>The main job, from plan to result, through the shipped module.</summary>
public sealed class PipelineTests
{
    [Fact]
    public void Merged_requests_of_three_workers_are_those_that_the_target_counted()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);

        dynamic result = Assert.Single(session.Run(
            $$"""
            New-AzLoadTestPlan -Engine Http -Name three -TargetUrl '{{target.Url}}fast' -TotalVus 9 -VusPerContainer 3 -Duration 3s -Sleep 20ms -Threshold @{ http_req_failed = 'rate==0'; http_req_duration = 'p(95)<5000', 'max<60000' } |
                Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult
            """));

        Assert.True(target.Requests > 0);
        Assert.Equal((double)target.Requests, (double)result.Metrics["http_reqs"].Count);
        Assert.Equal((double)target.Requests, (double)result.Metrics["iterations"].Count);
        Assert.True((bool)result.Passed);
        Assert.Equal(3, (int)result.Thresholds.Length);
        Assert.Equal(3, (int)result.Coverage.MergedWorkers);
        Assert.Equal(9, (double)result.Metrics["vus_max"].Value);
        Assert.True(File.Exists(Path.Combine(folder.Path, "loadtest-results", (string)result.RunId, "final_summary.json")));
    }

    [Fact]
    public void A_stored_run_is_merged_again_by_folder_and_by_id_with_the_same_figures()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);
        session.Run($"$r = New-AzLoadTestPlan -Engine Http -TargetUrl '{target.Url}fast' -TotalVus 2 -Duration 1s -Sleep 10ms | Start-AzLoadTestWorker -Store store | Wait-AzLoadTestRun | Merge-AzLoadTestResult");

        var counts = session.Run(
            """
            $r.Metrics['http_reqs'].Count
            (Merge-AzLoadTestResult -RunId $r.RunId -Store store).Metrics['http_reqs'].Count
            (Merge-AzLoadTestResult -Path "store/$($r.RunId)").Metrics['http_reqs'].Count
            ('store/*' | Merge-AzLoadTestResult).Metrics['http_reqs'].Count
            """);

        Assert.Equal(4, counts.Count);
        Assert.All(counts, c => Assert.Equal((double)target.Requests, (double)c.BaseObject));
    }

    [Fact]
    public void Workers_are_written_as_they_are_accepted()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);

        var workers = session.Run($"New-AzLoadTestPlan -Engine Http -TargetUrl '{target.Url}fast' -TotalVus 4 -VusPerContainer 1 -Duration 1s -Sleep 50ms | Start-AzLoadTestWorker -OutVariable w; $null = $w | Wait-AzLoadTestRun");

        Assert.Equal([0, 1, 2, 3], workers.Select(w => (int)((dynamic)w).Index).Order());
        Assert.All(workers, w => Assert.Equal("Creating", ((dynamic)w).State.ToString()));
    }

    [Fact]
    public void A_failing_threshold_fails_the_result_and_says_by_how_much()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);

        dynamic result = Assert.Single(session.Run(
            $"New-AzLoadTestPlan -Engine Http -TargetUrl '{target.Url}status/500' -TotalVus 2 -Duration 1s -Sleep 20ms -Threshold @{{ http_req_failed = 'rate<0.01' }} | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult"));

        Assert.False((bool)result.Passed);
        Assert.Equal(1d, (double)result.Thresholds[0].Actual);
        Assert.False((bool)result.Thresholds[0].Passed);
    }

    [Fact]
    public void A_target_that_refuses_connections_is_counted_not_crashed_on()
    {
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);

        dynamic result = Assert.Single(session.Run(
            "New-AzLoadTestPlan -Engine Http -TargetUrl 'http://127.0.0.1:9/' -TotalVus 2 -Duration 1s -Sleep 20ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult"));

        Assert.Equal(1d, (double)result.Metrics["http_req_failed"].Rate);
        Assert.True((double)result.Metrics["http_reqs"].Count > 0);
        Assert.Equal("Completed", result.State.ToString());
    }

    [Fact]
    public void Stop_ends_a_run_early_and_what_it_measured_is_merged()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path);

        session.Run($"$workers = New-AzLoadTestPlan -Engine Http -TargetUrl '{target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Duration 10m -Sleep 20ms | Start-AzLoadTestWorker");

        // A stop before the common start would call the run off.
        Assert.True(SpinWait.SpinUntil(() => target.Requests > 10, TimeSpan.FromMinutes(2)), "The load did not begin.");
        var output = session.Run(
            """
            $null = $workers | Stop-AzLoadTestRun -Reason 'seen enough'
            $run = $workers | Wait-AzLoadTestRun
            $run
            $run | Merge-AzLoadTestResult
            """);

        dynamic run = output[0], result = output[1];
        Assert.Equal(("Stopped", "seen enough"), ((string)run.State.ToString(), (string)run.Detail));
        Assert.Equal((double)target.Requests, (double)result.Metrics["http_reqs"].Count);
    }
}
