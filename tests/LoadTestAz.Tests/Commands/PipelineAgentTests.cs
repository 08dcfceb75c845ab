using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>What an agent of Azure Pipelines reads in the log of a job: our commands, and nobody else's.</summary>
public sealed partial class PipelineAgentTests
{
    private const string Evil = "shop ##vso[task.complete result=Succeeded;] 100 %";

    [Fact]
    public async Task It_is_told_of_progress_of_what_failed_and_of_the_summary()
    {
        var (exitCode, output, folder) = await RunAsync("");
        using (folder)
        {
            Assert.Equal(1, exitCode);
            var commands = Command().Matches(output).Select(m => m.Value.TrimEnd('\r')).ToList();
            Assert.All(commands, command => Assert.Matches(@"^##vso\[task\.(setprogress value=\d+;|logissue type=(error|warning)|uploadsummary)\]", command));
            Assert.Contains("##vso[task.setprogress value=100;]shop # #vso[task.complete result=Succeeded;] 100 %AZP25", commands);
            Assert.Single(commands, command => command.StartsWith("##vso[task.logissue type=error]shop # #vso", StringComparison.Ordinal) && command.Contains("http_req_duration: max<0; actual:", StringComparison.Ordinal));
            var summary = Assert.Single(commands, command => command.Contains("uploadsummary", StringComparison.Ordinal)).Split(']', 2)[1];
            Assert.Equal(folder.Path, Path.GetDirectoryName(summary));
            Assert.Contains("http_req_duration", await File.ReadAllTextAsync(summary), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task It_is_told_nothing_where_that_is_not_wanted()
    {
        var (exitCode, output, folder) = await RunAsync("-NoLoggingCommand");
        using (folder)
        {
            Assert.Equal(1, exitCode);
            Assert.Contains("http_req_duration: max<0", output, StringComparison.Ordinal);
            Assert.DoesNotContain("##vso", output, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFiles(folder.Path, "*.md"));
        }
    }

    private static async Task<(int ExitCode, string Output, TemporaryFolder Folder)> RunAsync(string option)
    {
        using var target = new LoadTarget();
        var folder = new TemporaryFolder();
        var script = folder.Write(
            "job.ps1",
            $$"""
            New-AzLoadTestPlan -Engine Http -Name '{{Evil}}' -RunId job -TargetUrl '{{target.Url}}fast' -TotalVus 2 -VusPerContainer 1 -Duration 2s -Sleep 20ms -Threshold @{ http_req_duration = 'max<0' } |
                Start-AzLoadTestWorker -Store '{{folder.Path}}' | Wait-AzLoadTestRun {{option}} | Merge-AzLoadTestResult | ForEach-Object { $result = $_ }
            $result | Out-Host
            $result | Assert-AzLoadTestResult {{option}}
            """);
        var (exitCode, output) = await ShellJob.RunAsync(script, ("TF_BUILD", "True"), ("AGENT_TEMPDIRECTORY", folder.Path));
        return (exitCode, output, folder);
    }

    [GeneratedRegex(@"##vso\[.*")]
    private static partial Regex Command();
}
