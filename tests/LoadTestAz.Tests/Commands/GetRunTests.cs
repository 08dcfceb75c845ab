using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Get-AzLoadTestRun: the runs of a store, from any session.</summary>
public sealed class GetRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LoadTarget _target = new();
    private readonly ModuleRunspace _session;

    public GetRunTests()
    {
        _session = new ModuleRunspace(_folder.Path);
        _session.Run(
            $$"""
            foreach ($id in 'first-run', 'second-run') {
                New-AzLoadTestPlan -Engine Http -RunId $id -TargetUrl '{{_target.Url}}fast' -TotalVus 4 -VusPerContainer 2 -Duration 1s -Sleep 50ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun
            }
            """);
    }

    [Fact]
    public void Another_session_lists_them_newest_first_and_merges_them()
    {
        using var other = new ModuleRunspace(_folder.Path);

        var runs = other.Run("Get-AzLoadTestRun").Select(r => (dynamic)r).ToList();

        Assert.Equal(["second-run", "first-run"], runs.Select(r => (string)r.RunId));
        Assert.All(runs, r => Assert.Equal(("Completed", 4, TimeSpan.FromSeconds(1), 2), ((string)r.State.ToString(), (int)r.Vus, (TimeSpan)r.Duration, (int)r.Coverage.FinishedWorkers)));
        Assert.Equal("Planned, Creating, Ready, Running, Uploading, Completed", Assert.Single(other.Run("(Get-AzLoadTestRun first-run).Workers[1].Steps.State -join ', '")).ToString());
        var requests = other.Run("Get-AzLoadTestRun | Merge-AzLoadTestResult | ForEach-Object { $_.Metrics['http_reqs'].Count }").Sum(c => (double)c.BaseObject);
        Assert.Equal(_target.Requests, requests);
        Assert.Equal("Completed", Assert.Single(other.Run("(Get-AzLoadTestRun 'first*' | Wait-AzLoadTestRun).State")).ToString());
    }

    [Fact]
    public void Ids_and_wildcards_choose_and_an_id_that_is_not_there_is_an_error()
    {
        Assert.Equal(["first-run"], _session.Run("(Get-AzLoadTestRun 'F*').RunId").Select(r => r.ToString()));
        Assert.Empty(_session.Run("Get-AzLoadTestRun nothing-like-*"));
        using var shell = _session.Script("Get-AzLoadTestRun nobody, second-run");

        Assert.Equal("second-run", (string)((dynamic)Assert.Single(shell.Invoke())).RunId);
        Assert.StartsWith("LoadTestAz.RunNotFound", Assert.Single(shell.Streams.Error).FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _session.Dispose();
        _target.Dispose();
        _folder.Dispose();
    }
}
