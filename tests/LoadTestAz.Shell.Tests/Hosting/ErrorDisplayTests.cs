using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Hosting;

public class ErrorDisplayTests
{
    [Fact]
    public void An_error_in_a_script_shows_its_place_its_message_and_its_id()
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write("s.ps1", "function Test-It { Write-Error \"two`nlines\" -ErrorId Broken -RecommendedAction 'Mend it.' }\n  Test-It 1 2\n");

        Assert.Equal(
            $"""
            Write-Error: {script}:2
            Line |
               2 |   Test-It 1 2
                 |   ~~~~~~~~~~~
                 | two
                 | lines
                + RecommendedAction     : Mend it.
                + FullyQualifiedErrorId : Broken,Test-It

            """.ReplaceLineEndings("\n"),
            ShellRun.InProcess(new FakeTerminal(), script).Error);
    }

    [Fact]
    public void A_thrown_text()
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write("s.ps1", "throw 'boom'");

        Assert.Equal(
            $"""
            Exception: {script}:1
            Line |
               1 | throw 'boom'
                 | ~~~~~~~~~~~~
                 | boom
                + FullyQualifiedErrorId : boom

            """.ReplaceLineEndings("\n"),
            ShellRun.InProcess(new FakeTerminal(), script).Error);
    }

    [Fact]
    public void An_error_at_the_prompt_is_short() => Assert.Equal(
        "RuntimeException: Attempted to divide by zero.\n    + FullyQualifiedErrorId : RuntimeException\n",
        ShellRun.Command("1/0").Error);

    [Fact]
    public void Each_mistake_of_a_script_shows_its_place()
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write("s.ps1", "$a = \n\n}");

        string error = ShellRun.InProcess(new FakeTerminal(), script).Error;

        Assert.Contains($"ParserError: {script}:1\n", error);
        Assert.Contains($"ParserError: {script}:3\n", error);
        Assert.Contains("   3 | }\n     | ~\n     | Unexpected token '}'", error);
    }

    [Fact]
    public void The_name_of_the_function_that_failed_comes_first() => Assert.Equal(
        "Write-Error: bad\n    + FullyQualifiedErrorId : MyId,Test-It\n",
        ShellRun.Command("function Test-It { [CmdletBinding()] param() Write-Error bad -ErrorId MyId }; Test-It").Error);

    [Fact]
    public void Colours_are_for_terminals_that_want_them()
    {
        Assert.StartsWith("\e[31;1mRuntimeException: ", ShellRun.InProcess(new FakeTerminal { IsErrorTerminal = true }, "-Command", "1/0").Error);
        Assert.DoesNotContain('\e', ShellRun.InProcess(new FakeTerminal { IsErrorTerminal = true, WantsColor = false }, "-Command", "1/0").Error);
        Assert.DoesNotContain('\e', ShellRun.Command("Write-Error \"`e[5mblink\"").Error);
    }
}
