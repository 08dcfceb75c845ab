using System.Diagnostics;
using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>How the cmdlets behave in a session: Ctrl+C, a pipeline that needs no more, -WhatIf, a forced import, display.</summary>
public sealed class SessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoadTarget _target = new();
    private readonly ModuleRunspace _session;

    public SessionTests() => _session = new ModuleRunspace(_folder.Path);

    private string LongPlan => $"New-AzLoadTestPlan -Engine Http -TargetUrl '{_target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Duration 10m -Sleep 20ms";

    public void Dispose()
    {
        _session.Dispose();
        _target.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Wait_is_left_by_ctrl_c_and_the_run_goes_on()
    {
        _session.Run($"$w = {LongPlan} | Start-AzLoadTestWorker");
        using var shell = _session.Script("$w | Wait-AzLoadTestRun");
        var waiting = shell.InvokeAsync();
        await UntilAsync(() => shell.Streams.Progress.Count > 2);

        var stopped = await StopAsync(shell);

        // Two seconds are promised; the machine that runs this may be busy with other things.
        Assert.InRange(stopped, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        var before = _target.Requests;
        await UntilAsync(() => _target.Requests > before);
        Assert.Equal("Stopped", End());
    }

    [Fact]
    public async Task The_live_stream_is_left_by_ctrl_c_what_it_has_told_stays_and_the_run_goes_on()
    {
        _session.Run($"$w = {LongPlan} | Start-AzLoadTestWorker");
        using var shell = _session.Script("$w | Wait-AzLoadTestRun -LiveStream");
        var output = new PSDataCollection<PSObject>();
        var waiting = shell.InvokeAsync<PSObject, PSObject>(null, output);
        await UntilAsync(() => output.Count > 1);

        var stopped = await StopAsync(shell);

        Assert.InRange(stopped, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<Exception>(() => waiting);
        Assert.All(output, o => Assert.Equal("LoadTestAz.Runs.LoadTestRunProgress", o.TypeNames[0]));
        var before = _target.Requests;
        await UntilAsync(() => _target.Requests > before);
        Assert.Equal("Stopped", End());
    }

    [Fact]
    public async Task A_live_stream_that_is_no_longer_wanted_ends_the_wait_and_the_run_goes_on()
    {
        _session.Run($"$w = {LongPlan} | Start-AzLoadTestWorker");
        using var shell = _session.Script("foreach ($once in 1) { $w | Wait-AzLoadTestRun -LiveStream | ForEach-Object { $_; break } }");

        dynamic first = Assert.Single(await shell.InvokeAsync().WaitAsync(TimeSpan.FromMinutes(2)));

        Assert.Equal(2, (int)first.PlannedWorkers);
        Assert.Empty(shell.Streams.Error);
        Assert.Equal("Stopped", End());
    }

    [Fact]
    public async Task A_stop_by_force_is_left_by_ctrl_c_and_nobody_is_killed()
    {
        // The answer never comes: such workers end only after their grace, or when they are killed.
        _session.Run($"$w = New-AzLoadTestPlan -Engine Http -TargetUrl '{_target.Url}hang' -TotalVus 2 -VusPerContainer 1 -Duration 10m | Start-AzLoadTestWorker");
        await UntilAsync(() => _target.Requests >= 2);
        using var shell = _session.Script("$w | Stop-AzLoadTestRun -Force -Timeout 10m -Reason 'enough'");
        var stopping = shell.InvokeAsync();
        await UntilAsync(() => shell.Streams.Progress.Count > 0);

        var stopped = await StopAsync(shell);

        Assert.InRange(stopped, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        await Assert.ThrowsAnyAsync<Exception>(() => stopping);
        dynamic run = Assert.Single(_session.Run("$w | Wait-AzLoadTestRun"));
        Assert.Equal(("Stopped", "enough"), ((string)run.State.ToString(), (string)run.StopReason));
        foreach (var worker in run.Workers)
            Assert.Equal("Stopped", (string)worker.State.ToString());
    }

    [Fact]
    public async Task Start_is_left_by_ctrl_c_while_workers_are_awaited()
    {
        using var shell = _session.Script($"{LongPlan} | Start-AzLoadTestWorker | Wait-AzLoadTestRun");
        var running = shell.InvokeAsync();
        await UntilAsync(() => shell.Streams.Progress.Count > 0);

        await StopAsync(shell);

        await Assert.ThrowsAnyAsync<Exception>(() => running);
        var id = Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "loadtest-results")));
        _session.Run($"$w = [pscustomobject]@{{ Id = '{Path.GetFileName(id)}' }}; $null = Stop-AzLoadTestRun -RunId $w.Id");
        var state = ((dynamic)Assert.Single(_session.Run("Wait-AzLoadTestRun -RunId $w.Id"))).State.ToString();
        Assert.Equal("Stopped", state);
    }

    [Fact]
    public void A_pipeline_that_needs_no_more_ends_the_cmdlet()
    {
        // The session has no Select-Object: a steppable end by an exception of the script's own is the same to a cmdlet.
        var error = _session.RunToError($"{LongPlan} | Start-AzLoadTestWorker | ForEach-Object {{ $first = $_; throw 'enough' }}");

        Assert.Contains("enough", error.Exception.Message, StringComparison.Ordinal);
        var id = Path.GetFileName(Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "loadtest-results"))));
        _session.Run($"$null = Stop-AzLoadTestRun -RunId '{id}'; $null = Wait-AzLoadTestRun -RunId '{id}'");
    }

    [Fact]
    public void What_if_starts_nothing()
    {
        Assert.Empty(_session.Run($"{LongPlan} | Start-AzLoadTestWorker -WhatIf"));
        Assert.Equal(0, _target.Requests);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "loadtest-results")));
    }

    [Fact]
    public void A_forced_import_ends_the_workers_of_this_process_and_keeps_what_they_measured()
    {
        _session.Run($"$w = {LongPlan} | Start-AzLoadTestWorker; $id = $w[0].RunId");
        SpinWait.SpinUntil(() => _target.Requests > 10, TimeSpan.FromSeconds(30));

        _session.Run($"Import-Module '{Path.Combine(Repository.Module, "LoadTestAz.psd1")}' -Force");

        dynamic run = Assert.Single(_session.Run("Wait-AzLoadTestRun -RunId $id"));
        Assert.Equal("Stopped", run.Workers[0].State.ToString());
        dynamic result = Assert.Single(_session.Run("Merge-AzLoadTestResult -RunId $id -WarningAction Ignore"));
        Assert.Equal((double)_target.Requests, (double)result.Metrics["http_reqs"].Count);
    }

    [Fact]
    public void Progress_tells_what_is_going_on()
    {
        using var shell = _session.Script($"New-AzLoadTestPlan -Engine Http -Name shown -TargetUrl '{_target.Url}fast' -TotalVus 2 -Duration 7s -Sleep 20ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun");
        shell.Invoke();

        var texts = shell.Streams.Progress.Select(p => p.StatusDescription).ToList();
        Assert.Contains(texts, t => t.Contains("req/s", StringComparison.Ordinal) && t.Contains("2 VUs", StringComparison.Ordinal) && t.Contains("left", StringComparison.Ordinal));
        Assert.Contains(shell.Streams.Progress, p => p.RecordType is ProgressRecordType.Completed);
    }

    private static async Task<TimeSpan> StopAsync(PowerShell shell)
    {
        var watch = Stopwatch.StartNew();
        await shell.StopAsync(null, null);
        return watch.Elapsed;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
            await Task.Delay(100);
        Assert.True(condition());
    }

    private string End() => ((dynamic)_session.Run("$null = $w | Stop-AzLoadTestRun; $w | Wait-AzLoadTestRun")[0]).State.ToString();
}
