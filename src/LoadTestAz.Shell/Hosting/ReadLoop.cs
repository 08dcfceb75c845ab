using System.Management.Automation.Language;
using LoadTestAz.Shell.Terminals;

namespace LoadTestAz.Shell.Hosting;

/// <summary>The interactive shell: reads a command, runs it, until <c>exit</c> or the end of the input.</summary>
internal sealed class ReadLoop(ITerminal terminal, LineEditor editor, ShellHost host, ShellSession session)
{
    private const string Prompt = "LoadTestAz> ";
    private const string ContinuationPrompt = ">> ";

    public void Run()
    {
        while (host.ExitCode is null && ReadCommand() is { } command)
        {
            if (!string.IsNullOrWhiteSpace(command))
                session.RunText(command, addToHistory: true);
        }
    }

    /// <summary>A whole command, over several lines where the first is not complete; null at the end of the input.</summary>
    private string? ReadCommand()
    {
        string command = "";
        try
        {
            while (true)
            {
                string? line = ReadLine(command.Length == 0 ? Prompt : ContinuationPrompt);
                if (line is null)
                {
                    // What is there runs all the same, so that its parse error is shown.
                    return command.Length == 0 ? null : command;
                }

                bool endsContinuation = command.Length > 0 && line.Length == 0;
                command = command.Length == 0 ? line : command + "\n" + line;
                if (endsContinuation || !IsIncomplete(command))
                    return command;
            }
        }
        catch (OperationCanceledException)
        {
            return "";
        }
    }

    private string? ReadLine(string prompt)
    {
        // A session from a file or a pipe has nobody to prompt.
        if (terminal.CanReadKeys)
        {
            terminal.Out.Write(prompt);
            terminal.Out.Flush();
        }

        return editor.ReadLine(remember: true);
    }

    private static bool IsIncomplete(string command)
    {
        Parser.ParseInput(command, out _, out ParseError[] errors);
        return errors.Any(e => e.IncompleteInput);
    }
}
