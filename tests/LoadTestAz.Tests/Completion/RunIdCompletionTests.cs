using System.Diagnostics;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Completion;

/// <summary>Run ids at Tab: those of the store that the command names, newest first.</summary>
public sealed class RunIdCompletionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public RunIdCompletionTests() => _session = new ModuleRunspace(_folder.Path);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("Wait-AzLoadTestRun -RunId")]
    [InlineData("Stop-AzLoadTestRun -RunId")]
    [InlineData("Get-AzLoadTestRun")]
    [InlineData("Get-AzLoadTestRun -RunId")]
    [InlineData("Remove-AzLoadTestRun -RunId")]
    [InlineData("Merge-AzLoadTestResult -RunId")]
    [InlineData("$r | Compare-AzLoadTestResult -BaselineRunId")]
    public void Runs_of_the_default_store_are_offered_newest_first(string command)
    {
        Save("loadtest-results", "lt-old", 1);
        Save("loadtest-results", "nightly-2", 3);
        Save("loadtest-results", "lt-new", 2);

        Assert.Equal(["nightly-2", "lt-new", "lt-old"], Tab($"{command} "));
        Assert.Equal(["lt-new", "lt-old"], Tab($"{command} lt"));
        Assert.Equal(["lt-old"], Tab($"{command} *old"));
        Assert.Equal(["'lt-old'"], Tab($"{command} 'lt-o"));
    }

    [Theory]
    [InlineData("-Store 'my results'")]
    [InlineData("-Location 'my results'")]
    [InlineData("-Store \"./my results\"")]
    [InlineData("-Store $store")]
    public void The_store_that_is_named_counts(string store)
    {
        Save("loadtest-results", "lt-default", 1);
        Save("my results", "lt-mine", 1);
        _session.Run("$store = './my results'");

        Assert.Equal(["lt-mine"], Tab($"Wait-AzLoadTestRun {store} -RunId "));
        Assert.Equal(["lt-mine"], Tab($"Get-AzLoadTestRun {store} -RunId one, lt"));
    }

    [Fact]
    public void What_is_no_run_or_damaged_is_left_out_and_hides_no_other()
    {
        Save("loadtest-results", "lt-good", 1);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "loadtest-results", "it's [no] run"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "loadtest-results", "lt-empty"));
        Directory.CreateDirectory(Path.Combine(_folder.Path, "loadtest-results", "lt-damaged"));
        _folder.Write("loadtest-results/lt-damaged/run.json", "{ not JSON");

        Assert.Equal(["lt-good"], Tab("Get-AzLoadTestRun "));
    }

    [Fact]
    public void A_thousand_runs_are_no_long_wait()
    {
        for (var i = 0; i < 1000; i++)
            Save("loadtest-results", $"lt-{i:0000}", i);
        var watch = Stopwatch.StartNew();

        var found = Tab("Get-AzLoadTestRun ");

        Assert.InRange(found.Count, 1, 1000);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void A_store_that_does_not_answer_is_no_long_wait_and_what_it_gave_before_is_offered()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "A pipe in a file's place holds its reader up on Unix only.");
        Save("loadtest-results", "a-quick", 1);
        Directory.CreateDirectory(Path.Combine(_folder.Path, "loadtest-results", "b-stuck"));
        var pipe = Path.Combine(_folder.Path, "loadtest-results", "b-stuck", "run.json");
        using (var make = Process.Start("mkfifo", [pipe]))
            make.WaitForExit();
        Save("loadtest-results", "c-never-seen", 2);
        var watch = Stopwatch.StartNew();
        try
        {
            Assert.Equal(["a-quick"], Tab("Get-AzLoadTestRun "));
            Assert.InRange(watch.Elapsed, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(20));
        }
        finally
        {
            // Whoever still waits for a writer gets one.
            File.WriteAllText(pipe, "");
        }
    }

    [Fact]
    public void A_blob_container_is_not_asked_but_the_session_knows_what_it_saw()
    {
        // Nobody listens on port 9 of this machine: whoever asked there would hear of it.
        const string Container = "https://127.0.0.1:9/account/container";
        Assert.Empty(Tab($"Wait-AzLoadTestRun -Store {Container} -RunId lt"));

        _session.Run($"[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object {{ $_.GetName().Name -eq 'LoadTestAz' -and -not $_.IsDynamic }} | ForEach-Object {{ $_.GetType('LoadTestAz.Hosting.KnownRuns').GetMethod('Note').Invoke($null, @('{Container}/', 'lt-seen')) }}");

        Assert.Equal(["lt-seen"], Tab($"Wait-AzLoadTestRun -Store {Container} -RunId lt"));
        Assert.Contains($"'{Container}'", Tab("Wait-AzLoadTestRun -Store 'https"));
    }

    [Fact]
    public void Stores_are_folders_too()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "past results"));
        _folder.Write("past.txt", "");

        var found = Assert.Single(_session.Tab("Get-AzLoadTestRun -Store pa"));

        Assert.Equal("past results", found.ListItemText);
        Assert.EndsWith("past results'", found.CompletionText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_and_completion_load_neither_Azure_nor_YAML()
    {
        Save("loadtest-results", "lt-1", 1);
        var script = _folder.Write("tab.ps1", $$"""
            Set-Location '{{_folder.Path}}'
            $found = foreach ($line in 'Wait-AzLoadTestRun -RunId ', 'New-AzLoadTestPlan -Location weste', 'New-AzLoadTestPlan -Threshold http_req_d', 'New-AzLoadTestPlan -SecretName PATH', 'Get-AzLoadTestRun -Store https://127.0.0.1:9/a/b -RunId l') {
                [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.CompletionText
            }
            "found: $found"
            "loaded: $([AppDomain]::CurrentDomain.GetAssemblies().GetName().Name -match '^(Azure|LoadTestAz|Yaml)')"
            """);

        var (exitCode, output) = await ShellJob.RunAsync(script);

        Assert.True(exitCode == 0, output);
        Assert.Contains("found: lt-1 westeurope @{ http_req_duration = 'p(95)<500' } PATH", output, StringComparison.Ordinal);
        var loaded = output.Split("loaded: ")[1].Split(' ', '\n', '\r');
        Assert.Contains("LoadTestAz.Core", loaded);
        Assert.DoesNotContain(loaded, name => name.StartsWith("Azure", StringComparison.Ordinal) || name.Contains("Yaml", StringComparison.OrdinalIgnoreCase) || name == "LoadTestAz.Azure");
    }

    private List<string> Tab(string line) => [.. _session.Tab(line).Select(r => r.CompletionText)];

    private void Save(string store, string runId, int minute)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, store, runId));
        var at = new DateTime(2026, 1, 2, 3, 0, 0, DateTimeKind.Utc).AddMinutes(minute).ToString("O");
        _folder.Write($"{store}/{runId}/run.json", $$"""{"runId":"{{runId}}","createdAt":"{{at}}","deadlineAt":"{{at}}","createdOn":"here"}""");
    }
}
