using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>A machine without k6. The environment is the whole process's, so nothing else runs beside these.</summary>
[Collection(nameof(NoK6Tests))]
public sealed class NoK6Tests : IDisposable
{
    private static readonly string[] Variables = ["PATH", "LOADTEST_K6"];

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string?> _before = Variables.ToDictionary(name => name, Environment.GetEnvironmentVariable);
    private readonly ModuleRunspace _session;

    public NoK6Tests()
    {
        foreach (var name in Variables)
            Environment.SetEnvironmentVariable(name, null);
        _session = new ModuleRunspace(_folder.Path);
    }

    [Fact]
    public void A_plan_that_needs_no_k6_runs_on_the_built_in_engine()
    {
        using var target = new LoadTarget();

        dynamic result = Assert.Single(_session.Run(
            $"New-AzLoadTestPlan -TargetUrl '{target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Duration 1s -Sleep 50ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult"));

        Assert.StartsWith("http ", (string)result.Engine, StringComparison.Ordinal);
        Assert.Equal((double)target.Requests, (double)result.Metrics["http_reqs"].Count);
    }

    [Theory]
    [InlineData("-Script script.js", "runs the k6 script")]
    [InlineData("-TargetUrl http://127.0.0.1:9 -TestType Browser", "browser workers")]
    [InlineData("-TargetUrl http://127.0.0.1:9 -Engine K6", "asks for engine k6")]
    public void One_that_needs_it_says_how_to_get_it(string parameters, string why)
    {
        _folder.Write("script.js", "export default function () {}");

        var error = _session.RunToError($"New-AzLoadTestPlan {parameters} -TotalVus 1 -Duration 1s | Start-AzLoadTestWorker");

        Assert.StartsWith("LoadTestAz.PlanNotRunnable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains(why, error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("Install k6 v0.49 or later (https://grafana.com/docs/k6", error.Exception.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "loadtest-results")));
    }

    [Fact]
    public void A_k6_on_the_path_that_does_not_work_is_passed_over_with_a_warning()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        var broken = _folder.Write("k6", "#!/bin/sh\nexit 1\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(broken, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Environment.SetEnvironmentVariable("PATH", _folder.Path);
        using var target = new LoadTarget();
        using var shell = _session.Script($"New-AzLoadTestPlan -TargetUrl '{target.Url}fast' -TotalVus 1 -Duration 1s -Sleep 50ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult");

        dynamic result = Assert.Single(shell.Invoke());

        Assert.StartsWith("http ", (string)result.Engine, StringComparison.Ordinal);
        Assert.Contains(shell.Streams.Warning, warning => warning.Message.Contains("The built-in HTTP engine makes the load, since the k6 on the PATH can't", StringComparison.Ordinal));
        Environment.SetEnvironmentVariable("PATH", null);
        Environment.SetEnvironmentVariable("LOADTEST_K6", broken);
        var error = _session.RunToError($"New-AzLoadTestPlan -TargetUrl '{target.Url}fast' -TotalVus 1 -Duration 1s | Start-AzLoadTestWorker");
        Assert.StartsWith("LoadTestAz.PlanNotRunnable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("does not answer as k6 does", error.Exception.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        foreach (var (name, value) in _before)
            Environment.SetEnvironmentVariable(name, value);
        _session.Dispose();
        _folder.Dispose();
    }
}
