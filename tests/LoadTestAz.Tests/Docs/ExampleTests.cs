using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Docs;

/// <summary>
/// The examples of the cmdlets' pages, run as they stand, one after the other in a session for each page. Only the target's
/// port is another, and load that lasts longer than two seconds without need is shortened.
/// </summary>
public sealed partial class ExampleTests
{
    private const string NotRun = "not run";
    private const string Nightly = "'lt-20260102-030405-x7k2qd', 'lt-20260103-030405-b3m8rt', 'lt-20260104-030405-p9w4zs' | ForEach-Object { $null = New-AzLoadTestPlan -TargetUrl http://127.0.0.1:8080/ -Duration 1s -RunId $_ | Start-AzLoadTestWorker | Wait-AzLoadTestRun }";
    private const string Baseline = "$null = New-AzLoadTestPlan -TargetUrl http://127.0.0.1:8080/ -Duration 1s | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult | Export-AzLoadTestReport -Format Result -Path ./baseline.result.json";

    // Of each example: what it has to give, as types of objects or as texts, without repetition; and what has to be there first.
    private static readonly Dictionary<string, Expectation> Expected = new()
    {
        ["Assert-AzLoadTestResult 1"] = new("LoadTestResult"),
        ["Assert-AzLoadTestResult 2"] = new("LoadTestResult"),
        ["Assert-AzLoadTestResult 3"] = new("LoadTestResult"),
        ["Compare-AzLoadTestResult 1"] = new("LoadTestComparison"),
        ["Compare-AzLoadTestResult 2"] = new(""), // It is compared with itself.
        ["Compare-AzLoadTestResult 3"] = new("LoadTestComparison"),
        ["Compare-AzLoadTestResult 4"] = new("LoadTestComparison", Nightly),
        ["Compare-AzLoadTestResult 5"] = new("LoadTestComparison"),
        ["Export-AzLoadTestReport 1"] = new("FileInfo"),
        ["Export-AzLoadTestReport 2"] = new("FileInfo"),
        ["Export-AzLoadTestReport 3"] = new("FileInfo", Baseline),
        ["Export-AzLoadTestReport 4"] = new("FileInfo"),
        ["Get-AzLoadTestRun 1"] = new("LoadTestRun"),
        ["Get-AzLoadTestRun 2"] = new("LoadTestResult"),
        ["Get-AzLoadTestRun 3"] = new("PSCustomObject"),
        ["Merge-AzLoadTestResult 1"] = new("LoadTestResult"),
        ["Merge-AzLoadTestResult 2"] = new("Double LoadTestMetric"),
        ["Merge-AzLoadTestResult 3"] = new("LoadTestThreshold"),
        ["Merge-AzLoadTestResult 4"] = new("LoadTestResult LoadTestSource"),
        ["Merge-AzLoadTestResult 5"] = new("Double LoadTestPercentile"),
        ["Merge-AzLoadTestResult 6"] = new("LoadTestResult"),
        ["Merge-AzLoadTestResult 7"] = new("LoadTestResult"),
        ["New-AzLoadTestPlan 1"] = new("LoadTestPlan"),
        ["New-AzLoadTestPlan 2"] = new("LoadTestPlan"),
        ["New-AzLoadTestPlan 3"] = new("LoadTestPlan"),
        ["New-AzLoadTestPlan 4"] = new("FormatStartData GroupStartData FormatEntryData GroupEndData FormatEndData"),
        ["New-AzLoadTestPlan 5"] = new("LoadTestPlan"),
        ["New-AzLoadTestPlan 6"] = new("String"),
        ["Remove-AzLoadTestRun 1"] = new(""),
        ["Remove-AzLoadTestRun 2"] = new(""),
        ["Remove-AzLoadTestRun 3"] = new(NotRun), // It looks for container groups in Azure; the tests of LoadTestAz.Worker do that with the stand-in.
        ["Start-AzLoadTestWorker 1"] = new("LoadTestResult"),
        ["Start-AzLoadTestWorker 2"] = new(""),
        ["Start-AzLoadTestWorker 3"] = new("String LoadTestRun"),
        ["Start-AzLoadTestWorker 4"] = new("LoadTestAz.RunExists,LoadTestAz.Commands.StartAzLoadTestWorkerCommand"),
        ["Start-AzLoadTestWorker 5"] = new("LoadTestRun"),
        ["Stop-AzLoadTestRun 1"] = new("LoadTestResult"),
        ["Stop-AzLoadTestRun 2"] = new("The target is on fire."),
        ["Stop-AzLoadTestRun 3"] = new("FormatStartData GroupStartData FormatEntryData GroupEndData FormatEndData"),
        ["Stop-AzLoadTestRun 4"] = new("LoadTestRun"),
        ["Test-AzLoadTestPlan 1"] = new("LoadTestPlanCheck"),
        ["Test-AzLoadTestPlan 2"] = new("PSCustomObject"),
        ["Test-AzLoadTestPlan 3"] = new("LoadTestRun"),
        ["Wait-AzLoadTestRun 1"] = new("LoadTestRun"),
        ["Wait-AzLoadTestRun 2"] = new("LoadTestWorker"),
        ["Wait-AzLoadTestRun 3"] = new(""), // It writes to the host.
        ["Wait-AzLoadTestRun 4"] = new("State: TimedOut State: Completed"),
    };

    public static TheoryData<string> Pages => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs", "cmdlets"), "*.md").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Examples_do_what_they_say(string page)
    {
        using var folder = new TemporaryFolder();
        using var target = new LoadTarget();
        Directory.CreateDirectory(Path.Combine(folder.Path, "configs"));
        File.Copy(Path.Combine(Repository.Root, "configs", "quickstart.yaml"), Path.Combine(folder.Path, "configs", "quickstart.yaml"));
        using var session = new ModuleRunspace(folder.Path, shell: true);

        // The shell's own Start-Sleep is part of its host, which is not here.
        session.Run("function global:Start-Sleep { param([double] $Seconds) [Threading.Thread]::Sleep($Seconds * 1000) }; $WarningPreference = 'Ignore'");
        foreach (var (index, block) in DocumentPage.Read($"docs/cmdlets/{page}.md").Blocks.Where(b => b.Language == "powershell").Index())
        {
            var name = $"{page} {index + 1}";
            Assert.True(Expected.TryGetValue(name, out var expected), $"The example {name} is new: say here what has to come of it.");
            if (expected.Gives == NotRun)
                continue;
            if (expected.First is { } first)
                session.Run(Here(first, target));
            var output = session.Run(Here(block.Text, target)).Where(o => o is not null).Select(o => o.BaseObject).ToList();
            var texts = string.Join(' ', output.Select(o => $"{o}").Distinct());
            var types = string.Join(' ', output.Select(o => o.GetType().Name).Distinct());
            Assert.True(expected.Gives == types || expected.Gives == texts, $"{name} gave {types}: {texts}");
        }
    }

    [Fact]
    public void Every_expectation_is_of_an_example() =>
        Assert.Equal(
            Pages.SelectMany(p => DocumentPage.Read($"docs/cmdlets/{p.Data}.md").Blocks.Where(b => b.Language == "powershell").Select((_, i) => $"{p.Data} {i + 1}")),
            Expected.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_on_testing_says_how_many_are_run() =>
        Assert.Contains($"{Expected.Values.Count(e => e.Gives != NotRun)} of {Expected.Count}.", File.ReadAllText(Path.Combine(Repository.Root, "docs", "testing.md")), StringComparison.Ordinal);

    private static string Here(string code, LoadTarget target) =>
        (code.Contains("-Timeout 2s", StringComparison.Ordinal) ? code : LongLoad().Replace(code.Replace("-Duration 15s", "-Duration 8s", StringComparison.Ordinal), "-Duration 2s"))
            .Replace("http://127.0.0.1:8080/", target.Url, StringComparison.Ordinal);

    [GeneratedRegex("-Duration (5|10)s")]
    private static partial Regex LongLoad();

    private sealed record Expectation(string Gives, string? First = null);
}
