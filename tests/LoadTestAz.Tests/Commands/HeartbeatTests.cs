using System.Management.Automation;
using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Lines in place of a progress bar. The environment is the whole process's, so nothing else runs beside these.</summary>
[Collection(nameof(NoK6Tests))]
public sealed class HeartbeatTests : IDisposable
{
    private static readonly string[] Variables = ["TF_BUILD", "GITHUB_ACTIONS", "CI", "AUTOMATION_ASSET_ACCOUNTID"];

    private readonly TemporaryFolder _folder = new();
    private readonly LoadTarget _target = new();
    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly ModuleRunspace _session;

    public HeartbeatTests()
    {
        foreach (var name in Variables)
            Environment.SetEnvironmentVariable(name, null);
        _session = new ModuleRunspace(_folder.Path);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _session.Dispose();
        _target.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("TF_BUILD", "True", "", true)]
    [InlineData("GITHUB_ACTIONS", "true", "", true)]
    [InlineData("CI", "false", "", false)]
    [InlineData("AUTOMATION_ASSET_ACCOUNTID", "5", "$VerbosePreference = 'Continue'", true)]
    [InlineData("CI", "", "$ProgressPreference = 'SilentlyContinue'", true)]
    [InlineData("CI", "", "", false)]
    public void Lines_come_where_nobody_sees_a_bar_and_never_among_the_objects(string variable, string value, string preference, bool comes)
    {
        Environment.SetEnvironmentVariable(variable, value);
        using var shell = _session.Script(
            $"""
            {preference}
            New-AzLoadTestPlan -Engine Http -RunId beat -TargetUrl '{_target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Duration {(comes ? "6s" : "2s")} -Sleep 20ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun
            """);

        var run = Assert.Single(shell.Invoke());

        Assert.Equal("LoadTestAz.Runs.LoadTestRun", run.TypeNames[0]);
        var lines = shell.Streams.Information.Select(i => ((HostInformationMessage)i.MessageData).Message).ToList();
        Assert.Equal(comes, lines.Count > 0);
        if (!comes)
            return;
        Assert.All(shell.Streams.Information, i => Assert.Equal("PSHOST", Assert.Single(i.Tags)));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^beat: \d of 2 workers launched; those not ready 10m after the run's creation count as missing$"));
        Assert.Contains(lines, line => Regex.IsMatch(line, @"^beat: .* \d VUs, .* failed.*; workers: \d [A-Z].*$"));

        // Commands to an agent are no lines of a log.
        Assert.Equal(variable is "TF_BUILD", lines.RemoveAll(line => line.StartsWith("##vso[task.setprogress ", StringComparison.Ordinal)) > 0);
        Assert.InRange(lines.Count, 2, 12);
        Assert.Equal(variable is "AUTOMATION_ASSET_ACCOUNTID", shell.Streams.Verbose.Any(v => lines.Contains(v.Message)));
    }
}
