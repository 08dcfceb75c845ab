using System.Diagnostics;
using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Completion;

/// <summary>What Tab offers for arguments.</summary>
public sealed class CompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public CompletionTests() => _session = new ModuleRunspace(_folder.Path);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void These_parameters_are_completed() => Assert.Equal(
        [
            "Compare-AzLoadTestResult -BaselineRunId", "Compare-AzLoadTestResult -Store", "Get-AzLoadTestRun -RunId", "Get-AzLoadTestRun -Store",
            "Merge-AzLoadTestResult -RunId", "Merge-AzLoadTestResult -Store", "Merge-AzLoadTestResult -Threshold",
            "New-AzLoadTestPlan -Location", "New-AzLoadTestPlan -Path", "New-AzLoadTestPlan -Script", "New-AzLoadTestPlan -SecretName", "New-AzLoadTestPlan -StopWhen", "New-AzLoadTestPlan -Threshold",
            "Remove-AzLoadTestRun -RunId", "Remove-AzLoadTestRun -Store", "Start-AzLoadTestWorker -Store", "Stop-AzLoadTestRun -RunId", "Stop-AzLoadTestRun -Store",
            "Test-AzLoadTestPlan -Store", "Wait-AzLoadTestRun -RunId", "Wait-AzLoadTestRun -Store",
        ],
        _session.Run("Get-Command -Module LoadTestAz").Select(c => (CmdletInfo)c.BaseObject)
            .SelectMany(c => c.Parameters.Values.Where(p => p.Attributes.Any(a => a is ArgumentCompleterAttribute)).Select(p => $"{c.Name} -{p.Name}")).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("New-AzLoadTestPlan -Location weste", "westeurope")]
    [InlineData("New-AzLoadTestPlan -Location WESTEU", "westeurope")]
    [InlineData("New-AzLoadTestPlan -Location *europe", "northeurope westeurope")]
    [InlineData("New-AzLoadTestPlan -Location 'weste", "'westeurope'")]
    [InlineData("New-AzLoadTestPlan -Location \"uks", "\"uksouth\"")]
    [InlineData("New-AzLoadTestPlan -Engine h", "Http")]
    [InlineData("New-AzLoadTestPlan -Setup e", "EachWorker")]
    public void Words_are_completed(string line, string expected) =>
        Assert.Equal(expected.Split(' '), _session.Tab(line).Select(r => r.CompletionText));

    [Theory]
    [InlineData("New-AzLoadTestPlan -Location atlantis")]
    [InlineData("New-AzLoadTestPlan -Location [")]
    [InlineData("Wait-AzLoadTestRun -RunId [a")]
    [InlineData("Wait-AzLoadTestRun -RunId lt- -Store nosuchdrive:/x")]
    [InlineData("Wait-AzLoadTestRun -Store ( -RunId ")]
    [InlineData("Wait-AzLoadTestRun -Store $null -RunId l")]
    [InlineData("Wait-AzLoadTestRun -Store 'https://127.0.0.1:9/account/results' -RunId l")]
    [InlineData("Wait-AzLoadTestRun -Store file -RunId l")]
    [InlineData("Wait-AzLoadTestRun -Store \"a`0b\" -RunId l")]
    public void Nothing_is_offered_where_there_is_nothing_and_no_error_comes_of_it(string line)
    {
        _folder.Write("file", "no store");
        var watch = Stopwatch.StartNew();

        Assert.Empty(_session.Tab(line));

        // A second is promised; the machine that runs this may be busy with other things.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void Threshold_tables_and_texts_are_rules_that_a_plan_takes()
    {
        var tables = _session.Tab("New-AzLoadTestPlan -Threshold ");
        Assert.Equal("@{ http_req_duration = 'p(95)<500' }", tables[0].CompletionText);
        Assert.Equal(["@{ http_req_failed = 'rate<0.01' }"], _session.Tab("New-AzLoadTestPlan -Threshold http_req_f").Select(r => r.CompletionText));
        Assert.All(tables, t => Assert.Single(_session.Run($"New-AzLoadTestPlan -TargetUrl http://127.0.0.1:9/ -Engine Http -Threshold {t.CompletionText}")));

        var texts = _session.Tab("Merge-AzLoadTestResult -Path x -Threshold ");
        Assert.Equal("'http_req_duration: p(95)<500'", texts[0].CompletionText);
        Assert.Equal(tables.Count, texts.Count);
        Assert.StartsWith("LoadTestAz.InputNotFound,", _session.RunToError($"Merge-AzLoadTestResult -Path x -Threshold {string.Join(",", texts.Select(t => t.CompletionText))}").FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("'http_req_failed: rate<0.01'", Assert.Single(_session.Tab("Merge-AzLoadTestResult -Path x -Threshold 'checks: rate>0.9', http_req_f")).CompletionText);
    }

    [Fact]
    public void Stop_rules_are_rules_that_a_plan_takes()
    {
        var tables = _session.Tab("New-AzLoadTestPlan -StopWhen ");
        Assert.Equal("@{ http_req_failed = 'rate>0.2 for 60s' }", tables[1].CompletionText);
        Assert.All(tables, t => Assert.Single(_session.Run($"New-AzLoadTestPlan -TargetUrl http://127.0.0.1:9/ -Engine Http -StopWhen {t.CompletionText}")));
    }

    [Fact]
    public void Plans_and_scripts_are_completed_by_what_they_are_and_quoted_where_it_takes_quotes()
    {
        foreach (var name in new[] { "a plan's.yaml", "plain.yml", "other.txt", "load.js", "load.json" })
            _folder.Write(name, "");
        Directory.CreateDirectory(Path.Combine(_folder.Path, "plans"));
        _folder.Write("plans/deep.YAML", "");

        Assert.Equal(["a plan's.yaml", "plain.yml", "plans"], Names("New-AzLoadTestPlan -Path "));
        Assert.Equal(["load.js", "plans"], Names("New-AzLoadTestPlan -Script "));
        Assert.Equal(["deep.YAML"], Names("New-AzLoadTestPlan plans/"));
        Assert.Equal(["plain.yml"], Names("New-AzLoadTestPlan -Path *ain"));
        Assert.Equal(["a plan's.yaml"], Names("New-AzLoadTestPlan -Path 'a p"));

        // What is completed names that file and no other.
        foreach (var typed in new[] { "a", "'a p", "\"a p" })
        {
            var text = Assert.Single(_session.Tab($"New-AzLoadTestPlan -Path {typed}")).CompletionText;
            Assert.Equal(Path.Combine(_folder.Path, "a plan's.yaml"), Path.GetFullPath((string)Assert.Single(_session.Run(text)).BaseObject, _folder.Path));
        }

        IEnumerable<string> Names(string line) => _session.Tab(line).Select(r => r.ListItemText).Order(StringComparer.Ordinal);
    }

    [Fact]
    public void Names_of_secrets_are_those_of_the_environment_and_their_values_are_not_shown()
    {
        Environment.SetEnvironmentVariable("LOADTESTAZ_TAB_TOKEN", "not-to-be-seen");
        try
        {
            var found = Assert.Single(_session.Tab("New-AzLoadTestPlan -SecretName loadtestaz_tab"));
            Assert.Equal("LOADTESTAZ_TAB_TOKEN", found.CompletionText);
            Assert.DoesNotContain("not-to-be-seen", found.ToolTip, StringComparison.Ordinal);
        }
        finally
        {
            Environment.SetEnvironmentVariable("LOADTESTAZ_TAB_TOKEN", null);
        }
    }
}
