using System.Collections.ObjectModel;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Language;
using System.Security;
using LoadTestAz.Shell.Rendering;
using LoadTestAz.Shell.Terminals;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// What PowerShell shows and asks: output to standard output, everything else (warnings, errors, progress) to
/// standard error, as pwsh's prefixes have it.
/// </summary>
internal sealed class ShellUserInterface(ITerminal terminal, IProgressDisplay progress, ShellPrompts prompts) : PSHostUserInterface
{
    private readonly Lock _lock = new();

    public override PSHostRawUserInterface RawUI { get; } = new ShellRawUserInterface(terminal);

    /// <summary>Decides whether PowerShell's own formatting colours the headers of tables.</summary>
    public override bool SupportsVirtualTerminal => HasOutColor;

    private bool HasOutColor => terminal.IsOutTerminal && terminal.WantsColor;

    private bool HasErrorColor => terminal.IsErrorTerminal && terminal.WantsColor;

    public override void Write(string value)
    {
        lock (_lock)
        {
            progress.Hide();
            terminal.Out.Write(SafeText.Clean(value ?? "", HasOutColor));
            terminal.Out.Flush();
        }
    }

    public override void Write(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(Colored(foregroundColor, backgroundColor, value));

    public override void WriteLine(string value) => Write(value + Environment.NewLine);

    public override void WriteLine(ConsoleColor foregroundColor, ConsoleColor backgroundColor, string value) =>
        Write(Colored(foregroundColor, backgroundColor, value) + Environment.NewLine);

    public override void WriteErrorLine(string value) => WriteNotice(Ansi.Error, value);

    public override void WriteWarningLine(string message) => WriteNotice(Ansi.Notice, "WARNING: " + message);

    public override void WriteVerboseLine(string message) => WriteNotice(Ansi.Notice, "VERBOSE: " + message);

    public override void WriteDebugLine(string message) => WriteNotice(Ansi.Notice, "DEBUG: " + message);

    /// <param name="error">What went wrong.</param>
    /// <param name="mistakes">The script's mistakes, if it could not be parsed.</param>
    public void WriteError(ErrorRecord error, IReadOnlyList<ParseError>? mistakes) => WriteErrorLine(ErrorText.Render(error, mistakes ?? []));

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        lock (_lock)
            progress.Show(record);
    }

    /// <summary>A command has ended; a progress record that it left open goes too.</summary>
    public void EndProgress()
    {
        lock (_lock)
            progress.Hide();
    }

    public override string ReadLine() => Asking(() => prompts.ReadLine(""));

    public override SecureString ReadLineAsSecureString() => Asking(() => prompts.ReadSecret(""));

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        Asking(() => prompts.AskFields(caption, message, descriptions));

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        Asking(() => prompts.AskChoice(caption, message, choices, defaultChoice));

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        Asking(() => prompts.AskCredential(caption, message, userName));

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes allowedCredentialTypes, PSCredentialUIOptions options) =>
        PromptForCredential(caption, message, userName, targetName);

    private T Asking<T>(Func<T> ask)
    {
        EndProgress();
        return ask();
    }

    private void WriteNotice(string color, string text)
    {
        lock (_lock)
        {
            progress.Hide();
            text = SafeText.Clean(text, HasErrorColor);
            terminal.Error.WriteLine(HasErrorColor ? color + text + Ansi.Reset : text);
            terminal.Error.Flush();
        }
    }

    private static string Colored(ConsoleColor foreground, ConsoleColor background, string value)
    {
        // The engine says Black where nobody chose a background; taken at its word it would be a black bar on a light terminal.
        string color = Ansi.Foreground(foreground) + (background == ConsoleColor.Black ? "" : Ansi.Background(background));
        return color.Length == 0 ? value : color + value + Ansi.Reset;
    }
}
