using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Remove-AzLoadTestRun on runs of this machine.</summary>
public sealed class RemoveRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoadTarget _target = new();
    private readonly ModuleRunspace _session;

    public RemoveRunTests() => _session = new ModuleRunspace(_folder.Path);

    private string Plan => $"New-AzLoadTestPlan -Engine Http -TargetUrl '{_target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Sleep 50ms";

    [Fact]
    public void A_run_goes_with_its_data_and_others_stay()
    {
        _session.Run($"$other = {Plan} -Duration 1s | Start-AzLoadTestWorker | Wait-AzLoadTestRun; $run = {Plan} -Duration 1s | Start-AzLoadTestWorker | Wait-AzLoadTestRun");
        var other = (string)_session.Run("$other.RunId")[0].BaseObject;

        Assert.Empty(_session.Run("$run | Remove-AzLoadTestRun -Data -WhatIf"));
        Assert.Empty(_session.Run("$run | Remove-AzLoadTestRun"));
        _session.Run("$null = $run | Merge-AzLoadTestResult");
        Assert.Empty(_session.Run("$run | Remove-AzLoadTestRun -Data"));

        // No file of it, and no empty folder.
        Assert.All(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories), file => Assert.Contains(other, file, StringComparison.Ordinal));
        Assert.Equal([other], Directory.GetDirectories(Path.Combine(_folder.Path, "loadtest-results")).Select(Path.GetFileName));
        Assert.StartsWith("LoadTestAz.RunNotFound", _session.RunToError("Remove-AzLoadTestRun -RunId $run.RunId -Data").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Single(_session.Run("$other | Merge-AzLoadTestResult"));
    }

    [Fact]
    public void One_that_goes_on_is_left_alone_unless_by_force()
    {
        _session.Run($"$workers = {Plan} -Duration 10m | Start-AzLoadTestWorker");

        var error = _session.RunToError("$workers | Remove-AzLoadTestRun");
        Assert.StartsWith("LoadTestAz.RunGoesOn", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.ResourceBusy, error.CategoryInfo.Category);

        Assert.True(SpinWait.SpinUntil(() => _target.Requests > 0, TimeSpan.FromMinutes(1)), "The load did not begin.");
        _session.Run("$workers | Remove-AzLoadTestRun -Force");
        dynamic run = Assert.Single(_session.Run("$workers | Wait-AzLoadTestRun -WarningAction Ignore"));
        Assert.Equal("Stopped", run.State.ToString());
        // What it measured until then was saved before it went.
        dynamic result = Assert.Single(_session.Run("Wait-AzLoadTestRun -RunId $workers[0].RunId -WarningAction Ignore | Merge-AzLoadTestResult -WarningAction Ignore"));
        Assert.Equal((double)_target.Requests, (double)result.Metrics["http_reqs"].Count);
    }

    [Fact]
    public void A_plan_for_this_machine_does_not_say_where_to_look_for_orphans() => Assert.StartsWith(
        "LoadTestAz.PlanNotRunnable", _session.RunToError($"{Plan} | Remove-AzLoadTestRun -Orphaned").FullyQualifiedErrorId, StringComparison.Ordinal);

    public void Dispose()
    {
        _session.Dispose();
        _target.Dispose();
        _folder.Dispose();
    }
}
