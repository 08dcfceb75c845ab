using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Hosting;

public class ScriptTests
{
    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("'some'; exit 0", 0)]
    [InlineData("throw 'no'", 1)]
    [InlineData("1/0", 0)] // ends the statement and not the script, as in pwsh
    [InlineData("$ErrorActionPreference = 'Stop'; Get-Nope", 1)]
    [InlineData("Write-Error 'not the end'", 0)]
    [InlineData("$LASTEXITCODE = 9", 0)]
    [InlineData("& { exit 3 }; 'never'", 3)]
    [InlineData("if (1 {", 1)]
    public void Exit_code_of_a_script(string script, int exitCode) => Assert.Equal(exitCode, ShellRun.Script(script).ExitCode);

    [Theory]
    [InlineData("'fine'", 0)]
    [InlineData("exit 7", 7)]
    [InlineData("throw 'no'", 1)]
    [InlineData("Write-Error 'the last thing'", 1)]
    [InlineData("Write-Error 'not the last thing'; 'fine'", 0)]
    public void Exit_code_of_a_command(string command, int exitCode) => Assert.Equal(exitCode, ShellRun.Command(command).ExitCode);

    [Fact]
    public void A_script_that_another_calls_exits_alone()
    {
        using var folder = new TemporaryFolder();
        folder.Write("inner.ps1", "exit 5");
        string outer = folder.Write("outer.ps1", "& $PSScriptRoot/inner.ps1; \"inner gave $LASTEXITCODE\"; exit 6");

        ShellRun run = ShellRun.InProcess(new FakeTerminal(), outer);

        Assert.Equal(6, run.ExitCode);
        Assert.Equal(["inner gave 5"], run.OutLines);
    }

    [Fact]
    public void A_script_knows_where_it_lies()
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write("where [1].ps1", "$PSScriptRoot; $PSCommandPath; $MyInvocation.MyCommand.Path");

        Assert.Equal([folder.Path, script, script], ShellRun.InProcess(new FakeTerminal(), script).OutLines);
    }

    [Fact]
    public void Arguments_by_name_by_position_and_switches()
    {
        const string script = "param([string] $Name, [int] $Count, [switch] $Fast, [switch] $Slow)\n\"$Name|$($Count + 1)|$Fast|$Slow\"";

        Assert.Equal(["a b|3|True|False"], ShellRun.Script(script, "-Name", "a b", "-Count:2", "-Fast", "-Slow:$false").OutLines);
        Assert.Equal(["x|8|False|False"], ShellRun.Script(script, "x", "7").OutLines);
        Assert.Equal(["x|-1|False|False"], ShellRun.Script(script, "x", "-2").OutLines);
        Assert.Equal(["v|1|False|False"], ShellRun.Script(script, "-Name:", "v").OutLines);
    }

    [Fact]
    public void Arguments_without_parameters_are_in_args() =>
        Assert.Equal(["3: one -two three"], ShellRun.Script("\"$($args.Count): $args\"", "one", "-two", "three").OutLines);

    [Fact]
    public void A_table_that_is_still_being_measured_is_shown_when_the_script_ends_early()
    {
        Assert.Equal(["A", "-", "1"], ShellRun.Script("[pscustomobject] @{ A = 1 }; exit 2").OutLines);
        Assert.Equal(["A", "-", "1"], ShellRun.Script("[pscustomobject] @{ A = 1 }; throw 'no'").OutLines);
        Assert.Equal(["A", "-", "1"], ShellRun.Command("[pscustomobject] @{ A = 1 }; exit 2").OutLines);
    }

    [Fact]
    public void A_script_that_is_not_there_is_bad_usage()
    {
        ShellRun run = ShellRun.InProcess(new FakeTerminal(), "nowhere.ps1");

        Assert.Equal(64, run.ExitCode);
        Assert.Contains("'nowhere.ps1' does not exist", run.Error);
    }

    [Fact]
    public void The_streams_go_where_they_belong()
    {
        ShellRun run = ShellRun.Script("'o'; Write-Warning w; Write-Verbose v -Verbose; Write-Debug d -Debug; Write-Information i -InformationAction Continue; Write-Host h");

        Assert.Equal(["o", "i", "h"], run.OutLines);
        Assert.Equal("WARNING: w\nVERBOSE: v\nDEBUG: d\n", run.Error);
    }
}
