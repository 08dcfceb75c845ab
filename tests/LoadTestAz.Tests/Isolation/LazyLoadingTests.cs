using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Isolation;

/// <summary>What a session does not need is not loaded: it would be most of the time that the first commands take.</summary>
public sealed class LazyLoadingTests
{
    private const string Show = "'loaded: ' + (([AppDomain]::CurrentDomain.GetAssemblies() | ForEach-Object { $_.GetName().Name } | Where-Object { $_ -match 'Azure|Yaml' } | Sort-Object) -join ' ')\n";

    [Fact]
    public async Task Azure_and_yaml_come_when_they_are_needed()
    {
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.yaml", "test:\n  target_url: http://127.0.0.1:9\n");
        var script = folder.Write("session.ps1", $"""
            Import-Module LoadTestAz
            {Show}
            $null = New-AzLoadTestPlan -TargetUrl http://127.0.0.1:9 -TotalVus 2 -Duration 1s
            $null = Get-AzLoadTestRun -Store '{folder.Path}'
            {Show}
            $null = New-AzLoadTestPlan -Path '{plan}'
            {Show}
            try {"{"} $null = Get-AzLoadTestRun -Store 'https://127.0.0.1:9/account/results' -ErrorAction Stop {"}"} catch {"{"} {"}"}
            {Show}
            """);

        var (exitCode, output) = await ShellJob.RunAsync(script);

        Assert.Equal(0, exitCode);
        var loaded = output.Split('\n').Where(l => l.StartsWith("loaded:", StringComparison.Ordinal)).Select(l => l["loaded:".Length..].Trim()).ToList();
        Assert.Equal(4, loaded.Count);
        Assert.Equal(["", ""], loaded[..2]);
        Assert.Equal("LoadTestAz.Yaml YamlDotNet", loaded[2]);
        Assert.Contains("Azure.Storage.Blobs", loaded[3]);
    }
}
