using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Hosting;

public class ReadLoopTests
{
    [Fact]
    public void A_session_from_a_pipe()
    {
        var terminal = new FakeTerminal { In = new StringReader("function Add {\n  param($a, $b)\n  $a + $b\n}\n$x = 2\n\nAdd $x 3\n1/0\n'still here'\nexit 4\n'never'\n") };

        ShellRun run = ShellRun.InProcess(terminal);

        Assert.Equal(4, run.ExitCode);
        Assert.Equal("5\nstill here\n", run.Out);
        Assert.StartsWith("RuntimeException: Attempted to divide by zero.", run.Error);
    }

    [Fact]
    public void The_end_of_the_input_ends_the_session()
    {
        ShellRun run = ShellRun.InProcess(new FakeTerminal { In = new StringReader("1 + 1\nif (1) {") });

        Assert.Equal(0, run.ExitCode);
        Assert.Equal("2\n", run.Out);
        Assert.Contains("Missing closing '}'", run.Error);
    }

    [Fact]
    public void A_session_at_a_keyboard()
    {
        ShellRun run = ShellRun.InProcess(FakeTerminal.Typing("'a'\n'wrong\x03" + "if (1) {\n'b' }\n↑↑↑\nexit\n"));

        Assert.Equal(0, run.ExitCode);
        string recalled = "'b' }" + Erased(5) + "if (1) {" + Erased(8) + "'a'";
        Assert.Equal(
            $"LoadTestAz> 'a'\na\nLoadTestAz> 'wrong^C\nLoadTestAz> if (1) {{\n>> 'b' }}\nb\nLoadTestAz> {recalled}\na\nLoadTestAz> exit\n",
            run.Out.Replace("\r\n", "\n"));

        static string Erased(int count) => string.Concat(Enumerable.Repeat("\b \b", count));
    }

    [Fact]
    public void Ctrl_D_leaves() => Assert.Equal(0, ShellRun.InProcess(FakeTerminal.Typing("\x04")).ExitCode);

    [Fact]
    public void The_history_is_kept() =>
        Assert.Contains("1 + 1", ShellRun.InProcess(new FakeTerminal { In = new StringReader("1 + 1\n(Get-History).CommandLine\n") }).Out);
}
