using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Test-AzLoadTestPlan on plans for this machine; those for Azure are tested against its stand-in.</summary>
public sealed class PlanCheckTests : IDisposable
{
    private const string Plan = "New-AzLoadTestPlan -Engine Http -TargetUrl http://127.0.0.1:9/ -TotalVus 2";

    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public PlanCheckTests() => _session = new ModuleRunspace(_folder.Path);

    [Fact]
    public void A_plan_in_order_passes_and_leaves_no_file()
    {
        var checks = _session.Run($"$plan = {Plan}; $plan | Test-AzLoadTestPlan | ForEach-Object {{ \"$($_.Name) $($_.Status) $($_.RunId -eq $plan.RunId)\" }}").Select(line => (string)line.BaseObject);

        Assert.Equal(["Plan Passed True", "Engine Passed True", "Store Passed True"], checks);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void What_is_missing_is_told_with_the_remedy()
    {
        File.WriteAllText(Path.Combine(_folder.Path, "file"), "");

        var checks = _session.Run($"{Plan} -SecretName NOT_SET | Test-AzLoadTestPlan -Store ./file/store").Select(check => (dynamic)check).ToDictionary(check => (string)check.Name);

        Assert.Equal("Warning", checks["Secrets"].Status.ToString());
        Assert.Contains("-Secret @{ NOT_SET", (string)checks["Secrets"].Remedy, StringComparison.Ordinal);
        Assert.Equal("Failed", checks["Store"].Status.ToString());
        Assert.False(string.IsNullOrEmpty((string)checks["Store"].Remedy));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }
}
