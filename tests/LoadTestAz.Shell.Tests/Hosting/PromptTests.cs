using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Hosting;

public class PromptTests
{
    [Theory]
    [InlineData("Y\n", "removed run-1")]
    [InlineData("\n", "removed run-1")]
    [InlineData("yes\n", "removed run-1")]
    [InlineData("what\n?\nA\n", "removed run-1")]
    public void Confirmed(string keys, string output)
    {
        ShellRun run = ShellRun.InProcess(FakeTerminal.Typing(keys), "-Command", "Remove-StandIn");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Performing the operation \"Remove\" on target \"run-1\".", run.Out);
        Assert.Contains("[Y] Yes  [A] Yes to All  [N] No  [L] No to All", run.Out);
        Assert.EndsWith(output + "\n", run.Out);
    }

    [Fact]
    public void Refused() => Assert.DoesNotContain("removed", ShellRun.InProcess(FakeTerminal.Typing("n\n"), "-Command", "Remove-StandIn").Out);

    [Fact]
    public void Read_Host_takes_a_line() =>
        Assert.Equal("Name: anx\b \bn\nann!\n", ShellRun.InProcess(FakeTerminal.Typing("anx\bn\n"), "-Command", "(Read-Host Name) + '!'").Out);

    [Fact]
    public void A_secret_is_not_shown()
    {
        ShellRun run = ShellRun.InProcess(FakeTerminal.Typing("geheim\n"), "-Command", "(Read-Host -AsSecureString).Length");

        Assert.Equal("******\n6\n", run.Out);
    }

    [Fact]
    public void Mandatory_parameters_are_asked_for_and_converted()
    {
        ShellRun run = ShellRun.InProcess(
            FakeTerminal.Typing("x\n3\na\nb\n\n"), "-Command", "& { param([Parameter(Mandatory)] [int] $Count, [Parameter(Mandatory)] [string[]] $Names) \"$($Count + 1) $($Names.Count)\" }");

        Assert.EndsWith("4 2\n", run.Out);
        Assert.Contains("'x' is not a valid Int32.", run.Error);
    }

    [Fact]
    public void Ctrl_C_at_a_question_ends_the_script() =>
        Assert.Equal(130, ShellRun.InProcess(FakeTerminal.Typing("ab\x03"), "-Command", "Read-Host; 'never'").ExitCode);

    [Theory]
    [InlineData("Read-Host Name")]
    [InlineData("Read-Host -AsSecureString")]
    [InlineData("$ErrorActionPreference = 'Stop'; Remove-StandIn")]
    [InlineData("$Host.UI.PromptForCredential('', '', '', '')")]
    public void Without_a_keyboard_a_question_is_an_error(string command)
    {
        ShellRun run = ShellRun.Command(command);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("standard input is not a keyboard", run.Error);
    }

    [Fact]
    public void With_NonInteractive_a_question_is_an_error_also_at_a_keyboard()
    {
        ShellRun run = ShellRun.InProcess(FakeTerminal.Typing("Y\n"), "-NonInteractive", "-Command", "$ErrorActionPreference = 'Stop'; Remove-StandIn");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("it runs with -NonInteractive", run.Error);
        Assert.DoesNotContain("removed", run.Out);
    }

    [Fact]
    public void Without_a_keyboard_a_mandatory_parameter_that_is_missing_is_named() =>
        Assert.Contains("missing mandatory parameters: Name", ShellRun.Script("param([Parameter(Mandatory)] $Name) $Name").Error);
}
