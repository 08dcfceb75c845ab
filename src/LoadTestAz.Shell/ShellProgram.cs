using System.Globalization;
using LoadTestAz.Shell.CommandLine;
using LoadTestAz.Shell.Hosting;
using LoadTestAz.Shell.Rendering;
using LoadTestAz.Shell.SampleTargets;
using LoadTestAz.Shell.Terminals;

namespace LoadTestAz.Shell;

/// <summary>The program: from the command line to the exit code.</summary>
/// <param name="programFolder">From here on the module is looked for.</param>
internal sealed class ShellProgram(ITerminal terminal, TimeProvider time, Interrupts interrupts, string programFolder)
{
    public int Run(IReadOnlyList<string> arguments)
    {
        try
        {
            ShellOptions options = ShellOptionsParser.Parse(arguments);
            return options.Mode switch
            {
                ShellMode.Help => Print(HelpText.Usage),
                ShellMode.Version => Print(HelpText.Version),
                ShellMode.SampleTarget => ServeSampleTarget(options),
                _ => RunShell(options),
            };
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine(e.Message);
            return ExitCodes.Usage;
        }
    }

    private int Print(string text)
    {
        terminal.Out.WriteLine(text);
        return ExitCodes.Success;
    }

    private int ServeSampleTarget(ShellOptions options)
    {
        using var stop = new CancellationTokenSource();
        using IDisposable interruptible = interrupts.Enter(stop.Cancel);
        try
        {
            using var registry = new SampleTargetRegistry(time);
            SampleTarget target = registry.Start(options.Port);
            terminal.Out.WriteLine($"The sample target serves {target.Url} until Ctrl+C; {target.Url}_statistics has its counts.");
            stop.Token.WaitHandle.WaitOne();
            terminal.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Requests served: {target.GetStatistics().TotalRequests}"));
            return ExitCodes.Success;
        }
        catch (IOException e)
        {
            terminal.Error.WriteLine(e.Message);
            return ExitCodes.Failure;
        }
    }

    private int RunShell(ShellOptions options)
    {
        if (options.Mode == ShellMode.Script && !File.Exists(options.Text))
            throw new UsageException($"The script '{options.Text}' does not exist.");
        if (FindModule(options) is not { } module)
        {
            terminal.Error.WriteLine(
                $"The module LoadTestAz is neither beside the program nor in an output/ folder above '{programFolder}'. "
                + "Build it with 'dotnet build', or name its folder with -ModulePath.");
            return ExitCodes.Failure;
        }

        var editor = new LineEditor(terminal);
        var ui = new ShellUserInterface(terminal, CreateProgress(options), new ShellPrompts(terminal, editor, options.NonInteractive));
        using var services = new ShellServices(time);
        var host = new ShellHost(ui, services);
        using ShellSession session = ShellSession.Open(host, ui, interrupts);
        if (session.ImportModule(module) is not RunOutcome.Completed and var failure)
            return ExitCodeOf(failure);
        switch (options.Mode)
        {
            case ShellMode.Script:
                RunOutcome outcome = session.RunScript(options.Text, options.ScriptArguments);
                return host.ExitCode ?? ExitCodeOf(outcome);
            case ShellMode.Command:
                outcome = session.RunText(options.Text);
                // As pwsh -Command: an error in the last command counts, although it ended nothing.
                return host.ExitCode ?? (outcome == RunOutcome.Completed && !session.LastSucceeded ? ExitCodes.Failure : ExitCodeOf(outcome));
            default:
                new ReadLoop(terminal, editor, host, session).Run();
                return host.ExitCode ?? ExitCodes.Success;
        }
    }

    private string? FindModule(ShellOptions options)
    {
        if (options.ModulePath is { } folder && !ModuleLocator.IsModule(folder))
            throw new UsageException($"The folder '{folder}' of -ModulePath holds no LoadTestAz.psd1.");
        return options.ModulePath ?? ModuleLocator.Find(programFolder);
    }

    private IProgressDisplay CreateProgress(ShellOptions options) => options.NoProgress
        ? new NoProgressDisplay()
        : terminal.IsErrorTerminal
            ? new TerminalProgressDisplay(terminal.Error, () => terminal.Width, time)
            : new LogProgressDisplay(terminal.Error, time);

    private int ExitCodeOf(RunOutcome outcome) => outcome switch
    {
        RunOutcome.Completed => ExitCodes.Success,
        // Ctrl+C at a question is a key, not a signal.
        RunOutcome.Stopped => interrupts.ExitCode ?? ExitCodes.Interrupted,
        _ => ExitCodes.Failure,
    };
}
