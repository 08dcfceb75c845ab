using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>A run that is watched by a script, and ended when it is bad, through the shipped module.</summary>
public sealed class LiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoadTarget _target = new();
    private readonly ModuleRunspace _session;

    public LiveTests() => _session = new ModuleRunspace(_folder.Path);

    public void Dispose()
    {
        _session.Dispose();
        _target.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("-StopWhen @{ http_req_failed = 'rate>0.2 for 10s' }", "http_req_failed: rate>0.2 for 10s")]
    [InlineData("-Path plan.yaml", "http_req_failed: rate<0.5")]
    public void A_target_that_fails_ends_the_run_and_it_says_why(string parameters, string rule)
    {
        _folder.Write("plan.yaml", "test:\n  thresholds:\n    http_req_failed: [{threshold: rate<0.5, abortOnFail: true, delayAbortEval: 2s}]\n");

        using var shell = _session.Script(
            $$"""
            New-AzLoadTestPlan {{parameters}} -Engine Http -TargetUrl '{{_target.Url}}status/500' -TotalVus 2 -VusPerContainer 1 -Duration 10m -Sleep 20ms |
                Start-AzLoadTestWorker | Wait-AzLoadTestRun -OutVariable run | Merge-AzLoadTestResult
            $run
            """);
        var output = shell.Invoke();

        Assert.Empty(shell.Streams.Error);
        dynamic result = output[0], run = output[1];
        Assert.Equal(("Stopped", rule), ((string)run.State.ToString(), (string)run.StopRule));
        Assert.Contains($"'{rule}'", (string)run.Detail, StringComparison.Ordinal);
        Assert.Equal(((string)run.StopReason, false), ((string)result.StopReason, (bool)result.Passed));
        Assert.Equal((double)_target.Requests, (double)result.Metrics["http_reqs"].Count);
        Assert.Contains(shell.Streams.Warning, w => w.Message == $"Run '{run.RunId}' was stopped by a rule of its plan. {run.StopReason}");
    }

    [Fact]
    public void Abort_on_fail_of_a_scripts_own_options_ends_the_run()
    {
        var k6 = RealK6.PathOrSkip();
        _folder.Write(
            "script.js",
            """
            import http from 'k6/http';
            import { sleep } from 'k6';
            export const options = { thresholds: { 'http_req_failed{name:here}': [{ threshold: 'rate<0.5', abortOnFail: true, delayAbortEval: '3s' }] } };
            export default function () { http.get(__ENV.TARGET_URL + 'status/500', { tags: { name: 'here' } }); sleep(0.05); }
            """);

        dynamic result = Assert.Single(_session.Run(
            $"New-AzLoadTestPlan -Script script.js -K6Path '{k6}' -TargetUrl '{_target.Url}' -TotalVus 2 -VusPerContainer 1 -Duration 10m | Start-AzLoadTestWorker | Wait-AzLoadTestRun -WarningAction Ignore | Merge-AzLoadTestResult"));

        Assert.Equal(("Stopped", "http_req_failed{name:here}: rate<0.5", false), ((string)result.State.ToString(), (string)result.StopRule, (bool)result.Passed));
        Assert.Equal((double)_target.Requests, (double)result.Metrics["http_reqs"].Count);
    }

    [Fact]
    public void The_live_stream_is_objects_of_their_own_type_before_the_run()
    {
        var output = _session.Run(
            $"New-AzLoadTestPlan -Engine Http -TargetUrl '{_target.Url}fast' -TotalVus 4 -VusPerContainer 2 -Duration 12s -Sleep 20ms -Threshold @{{ http_req_failed = 'rate<0.1' }} | Start-AzLoadTestWorker | Wait-AzLoadTestRun -LiveStream");

        var progress = output.SkipLast(1).ToList();
        Assert.All(progress, p => Assert.Equal("LoadTestAz.Runs.LoadTestRunProgress", p.TypeNames[0]));
        Assert.Equal("LoadTestAz.Runs.LoadTestRun", output[^1].TypeNames[0]);
        Assert.InRange(progress.Count, 3, 20);
        dynamic last = progress[^1];
        Assert.Equal((double)_target.Requests, (double)last.Requests);
        Assert.Equal((2, true), ((int)last.PlannedWorkers, (bool)last.Thresholds[0].Passed));
        Assert.True(last.P50 <= last.P95 && last.P95 <= last.P99 && last.DataReceived > 0 && last.Iterations == last.Requests);

        // Scripts index the workers by the state's name, and tell the two kinds apart by type.
        var told = _session.Run(
            $"""
            $all = New-AzLoadTestPlan -Engine Http -TargetUrl '{_target.Url}fast' -Duration 1s -Sleep 20ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun -LiveStream
            foreach ($one in $all) {'{'} if ($one -is [LoadTestAz.Runs.LoadTestRun]) {'{'} "run $($one.State)" {'}'} {'}'}
            "completed $($all[$all.Count - 2].WorkersByState['Completed'])"
            """);
        Assert.Equal(["run Completed", "completed 1"], told.Select(t => (string)t.BaseObject));
    }

    [Fact]
    public void Force_kills_what_goes_on_after_the_time_that_was_given()
    {
        // The answer never comes, so that the load would end only after its grace.
        _session.Run($"$w = New-AzLoadTestPlan -Engine Http -TargetUrl '{_target.Url}hang' -TotalVus 2 -VusPerContainer 1 -Duration 10m | Start-AzLoadTestWorker");
        Assert.True(SpinWait.SpinUntil(() => _target.Requests >= 2, TimeSpan.FromMinutes(2)), "The load did not begin.");

        using var shell = _session.Script("$w | Stop-AzLoadTestRun -Force -Timeout 300ms -Reason 'stuck'");
        dynamic run = Assert.Single(shell.Invoke());

        Assert.Empty(shell.Streams.Error);
        Assert.Equal("stuck", (string)run.StopReason);
        foreach (var worker in run.Workers)
            Assert.True((bool)worker.IsFinal);
        Assert.Equal(2, shell.Streams.Warning.Count(w => w.Message.Contains("had not ended 300ms after the stop, and was killed", StringComparison.Ordinal)));
        Assert.Empty((IEnumerable<string>)run.Leftovers);
    }

    [Fact]
    public void A_stop_with_a_timeout_waits_for_the_end_and_without_it_does_not()
    {
        _session.Run($"$w = New-AzLoadTestPlan -Engine Http -TargetUrl '{_target.Url}fast' -TotalVus 2 -Duration 10m -Sleep 20ms | Start-AzLoadTestWorker");
        Assert.True(SpinWait.SpinUntil(() => _target.Requests > 10, TimeSpan.FromMinutes(2)), "The load did not begin.");

        var states = _session.Run("($w | Stop-AzLoadTestRun).State; ($w | Stop-AzLoadTestRun -Timeout 1m).State");

        Assert.Equal(["Running", "Stopped"], states.Select(s => s.ToString()));
    }
}
