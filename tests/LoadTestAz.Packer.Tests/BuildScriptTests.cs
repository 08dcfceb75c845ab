using LoadTestAz.Packer.Tests.Support;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Packer.Tests;

/// <summary>build.ps1, run by the shell with functions in the place of dotnet and of Pester, which say what they were asked.</summary>
public sealed class BuildScriptTests
{
    private const string StandIns =
        """
        function global:dotnet { $global:LASTEXITCODE = if ($args -contains $global:failing) { 3 } else { 0 }; Write-Host "dotnet $args" }
        """;

    private const string Pester =
        """
        function global:Get-Module { param([switch] $ListAvailable, $Name) [pscustomobject]@{ Name = 'Pester'; Version = [version] '5.7.1'; Path = 'pester-here' } }
        function global:Invoke-Pester { param($Path, [switch] $PassThru, $Output) Write-Host "pester $Path on $env:LOADTEST_MODULE"; [pscustomobject]@{ Result = $global:verdict; FailedCount = 2; TotalCount = 9 } }
        """;

    [Fact]
    public async Task Tasks_are_dotnet_commands_and_Pester_is_missed_aloud()
    {
        var (exitCode, output) = await RunAsync("& ./build.ps1 -Task Build, Test");

        Assert.True(exitCode == 0, output);
        Assert.Matches("(?s)dotnet build\n.*dotnet test\n.*Pester 5 or later is not installed", output);
    }

    [Fact]
    public async Task Pack_gives_the_package_and_with_a_runtime_an_archive()
    {
        var (exitCode, output) = await RunAsync("& ./build.ps1 -Task Pack; & ./build.ps1 -Task Pack -Runtime linux-x64");

        Assert.True(exitCode == 0, output);
        Assert.Contains("dotnet build build/LoadTestAz.Package\n", output, StringComparison.Ordinal);
        Assert.Contains("dotnet publish build/LoadTestAz.ReadyToRun -p:ModuleRuntime=linux-x64\n", output, StringComparison.Ordinal);
        Assert.Contains("LoadTestAz.0.1.0.nupkg\n", output, StringComparison.Ordinal);
        Assert.Contains("LoadTestAz.0.1.0-linux-x64.zip\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pester_runs_on_the_packed_module_and_its_verdict_counts()
    {
        var (passed, said) = await RunAsync($"{Pester}\n$global:verdict = 'Passed'; & ./build.ps1 -Task Test -SkipDotnetTest; \"left: [$env:LOADTEST_MODULE]\"");
        var (failed, told) = await RunAsync($"{Pester}\n$global:verdict = 'Failed'; & ./build.ps1 -Task Test");

        Assert.True(passed == 0, said);
        Assert.Matches(@"pester tests/Pester on .*output.package.LoadTestAz.0\.1\.0.LoadTestAz\.psd1\n", said);
        Assert.DoesNotContain("dotnet test", said, StringComparison.Ordinal);
        Assert.Contains("left: []", said, StringComparison.Ordinal);
        Assert.NotEqual(0, failed);
        Assert.Contains("2 of 9 tests failed", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_fails_ends_it()
    {
        var (exitCode, output) = await RunAsync("$global:failing = 'test'; & ./build.ps1 -Task Test, Build");

        Assert.NotEqual(0, exitCode);
        Assert.Contains("dotnet test ended with exit code 3", output, StringComparison.Ordinal);
        Assert.DoesNotContain("dotnet build", output, StringComparison.Ordinal);
    }

    // In a folder with what the commands would have made.
    private static async Task<(int ExitCode, string Output)> RunAsync(string script)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Path.Combine(Sources.Root, "build.ps1"), Path.Combine(folder.Path, "build.ps1"));
        folder.Write("output/package/LoadTestAz.0.1.0.nupkg", "");
        folder.Write("output/package/LoadTestAz/0.1.0/LoadTestAz.psd1", "");
        folder.Write("output/LoadTestAz.0.1.0-linux-x64.zip", "");
        var (exitCode, output) = await Dotnet.RunAsync(
            folder.Path, Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Shell.dll"), "-ModulePath", Repository.Module, "-NonInteractive", "-NoProgress",
            folder.Write("try.ps1", $"$ErrorActionPreference = 'Stop'\n{StandIns}\n{script}\n"));
        return (exitCode, output.ReplaceLineEndings("\n"));
    }
}
