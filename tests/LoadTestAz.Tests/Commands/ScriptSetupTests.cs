using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>A script's setup() through the shipped module; needs a real k6 and is skipped without.</summary>
public sealed class ScriptSetupTests
{
    private const string Load = "import { sleep } from 'k6'; export default function () { sleep(0.2); }";

    [Theory]
    [InlineData(Load + " export function setup() { sleep(3); }", "", true)]
    [InlineData(Load + " export function setup() { sleep(3); }", "-Setup EachWorker", false)]
    [InlineData(Load, "", false)]
    public void It_runs_once_unless_the_plan_says_otherwise_or_there_is_none(string script, string parameter, bool once)
    {
        var k6 = RealK6.PathOrSkip();
        using var folder = new TemporaryFolder();
        folder.Write("script.js", script);
        using var session = new ModuleRunspace(folder.Path);
        using var shell = session.Script($"New-AzLoadTestPlan -Script script.js -K6Path '{k6}' {parameter} -TotalVus 2 -VusPerContainer 1 -Duration 1s | Start-AzLoadTestWorker | Wait-AzLoadTestRun");

        dynamic run = Assert.Single(shell.Invoke());

        Assert.Equal("Completed", run.State.ToString());
        Assert.Equal(once, File.Exists(Path.Combine(folder.Path, "loadtest-results", (string)run.RunId, "setup.json")));
        Assert.Equal(once, shell.Streams.Progress.Any(p => p.StatusDescription.StartsWith("setup() runs on worker 0, at most ", StringComparison.Ordinal)));
    }
}
