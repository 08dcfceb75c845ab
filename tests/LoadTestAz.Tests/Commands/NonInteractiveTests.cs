using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>A session in which nobody sits: a process of its own, whose output is a log.</summary>
public sealed class NonInteractiveTests
{
    [Fact]
    public async Task Start_wait_and_merge_ask_nothing_write_lines_into_the_log_and_take_little_memory()
    {
        using var target = new LoadTarget();
        using var folder = new TemporaryFolder();
        var script = folder.Write(
            "job.ps1",
            $"""
            $workers = New-AzLoadTestPlan -Engine Http -RunId job -TargetUrl '{target.Url}fast' -TotalVus 4 -VusPerContainer 1 -Duration 6s -Sleep 20ms | Start-AzLoadTestWorker -Store '{folder.Path}'
            $run = Wait-AzLoadTestRun -RunId job -Store '{folder.Path}'
            $result = $run | Merge-AzLoadTestResult
            "requests $($result.Metrics['http_reqs'].Count)"
            "memory $([System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64)"
            """);

        var (exitCode, output) = await ShellJob.RunAsync(script);

        Assert.Equal(0, exitCode);
        Assert.Contains($"requests {target.Requests}", output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^job: .* \d VUs, .* failed.*; workers: \d [A-Z].*\r?$", output);
        var memory = long.Parse(Regex.Match(output, @"memory (\d+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(memory, 1, 400L << 20);
    }
}
