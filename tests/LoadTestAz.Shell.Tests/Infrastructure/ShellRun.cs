using LoadTestAz.Shell.Hosting;

namespace LoadTestAz.Shell.Tests.Infrastructure;

/// <summary>What a run of the shell gave.</summary>
internal sealed record ShellRun(int ExitCode, string Out, string Error)
{
    /// <summary>Stands for the module.</summary>
    public static string Module { get; } = Path.Combine(AppContext.BaseDirectory, "StandIn", "LoadTestAz");

    /// <summary>Runs the shell in this process.</summary>
    public static ShellRun InProcess(FakeTerminal terminal, params string[] arguments)
    {
        var program = new ShellProgram(terminal, TimeProvider.System, new Interrupts(TimeProvider.System), AppContext.BaseDirectory);
        int exitCode = program.Run(["-ModulePath", Module, .. arguments]);
        return new ShellRun(exitCode, terminal.OutText, terminal.ErrorText);
    }

    /// <summary>Runs a command with nobody at a keyboard and the output going to a file.</summary>
    public static ShellRun Command(string text) => InProcess(new FakeTerminal(), "-Command", text);

    /// <summary>Runs a script file likewise.</summary>
    public static ShellRun Script(string text, params string[] arguments)
    {
        using var folder = new TemporaryFolder();
        return InProcess(new FakeTerminal(), [folder.Write("script.ps1", text), .. arguments]);
    }

    /// <summary>The lines of the output, without trailing blanks.</summary>
    public string[] OutLines => [.. Out.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0)];
}
