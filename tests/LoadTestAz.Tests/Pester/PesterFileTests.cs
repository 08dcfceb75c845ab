using System.Management.Automation.Language;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Pester;

/// <summary>
/// The tests for real shells, tests/Pester, run here without Pester and without pwsh: by a shim of a few functions in the hosted
/// engine. What it shows is that their statements hold, not that Pester takes the files.
/// </summary>
public sealed class PesterFileTests
{
    // What the shim has of Pester, and the commands that are not the module's: nothing else may be used, or it would not be run here.
    private static readonly HashSet<string> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        "Describe", "It", "BeforeAll", "AfterAll", "Should", "Start-Target", "Stop-Target", "New-ShortPlan", "Get-ShortResult", "Get-ErrorOf", "Get-ExitCodeOf", "Get-TabResult",
        "Get-Help", "Get-Command", "Get-Item", "ForEach-Object", "Where-Object", "Select-Object", "Set-Location",
    };

    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "Pester");

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    [Fact]
    public void There_is_one_for_each_cmdlet_and_one_for_the_pipeline()
    {
        using var session = new ModuleRunspace();
        Assert.Equal(
            session.Run("(Get-Command -Module LoadTestAz).Name").Select(n => $"{n}.Tests.ps1").Append("Pipeline.Tests.ps1").Order(StringComparer.Ordinal),
            Files.Select(f => f.Data));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_says_what_is_so(string file)
    {
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path, shell: true);
        session.Run($$"""
            $env:LOADTEST_MODULE = '{{Repository.Module}}'
            $env:LOADTEST_PESTER_SHELL = "dotnet`n{{Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Shell.dll")}}`n-ModulePath`n{{Repository.Module}}`n-NonInteractive"
            function global:Get-Item { param([string] $LiteralPath) [IO.FileInfo]::new($LiteralPath) }
            """);

        var results = session.Run($"& '{Path.Combine(AppContext.BaseDirectory, "Pester", "PesterShim.ps1")}' -Path '{Path.Combine(Folder, file)}' -TestDrive '{folder.Path}'");

        Assert.NotEmpty(results);
        Assert.All(results, r => Assert.True(r.Properties["Fault"].Value is null, $"{r.Properties["Name"].Value}: {r.Properties["Fault"].Value}"));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void It_uses_nothing_that_is_not_run_here(string file)
    {
        var script = Parser.ParseFile(Path.Combine(Folder, file), out _, out var errors);
        Assert.Empty(errors);
        var commands = script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>().Select(c => c.GetCommandName()).OfType<string>();
        Assert.All(commands, c => Assert.True(Known.Contains(c) || c.Contains("-AzLoadTest", StringComparison.Ordinal), c));
    }

    [Theory]
    [InlineData("1 | Should -Be 2", "Should -Be 2, but it was: 1")]
    [InlineData("1, 2 | Should -Be @(1)", "Should -Be 1, but it was: 1 2")]
    [InlineData("1, 2 | Should -HaveCount 3", "Should -HaveCount 3, but it was: 1 2")]
    [InlineData("'a' | Should -Not -BeLike 'A*'", "Should -Not -BeLike A*, but it was: a")]
    [InlineData("$outside | Should -Be 1", "Should -Be 1, but it was: ")]
    [InlineData("Merge-AzLoadTestResult", "")]
    [InlineData("throw 'up'", "up")]
    public void The_shim_can_fail(string statement, string fault)
    {
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path, shell: true);
        var file = folder.Write("x.Tests.ps1", $"Describe 'x' {{ $outside = 1\nIt 'y' {{ {statement} }} }}");

        var result = Assert.Single(session.Run($"& '{Path.Combine(AppContext.BaseDirectory, "Pester", "PesterShim.ps1")}' -Path '{file}' -TestDrive '{folder.Path}'"));

        Assert.StartsWith(fault, (string)result.Properties["Fault"].Value, StringComparison.Ordinal);
    }
}
