using System.Security;
using System.Text;

namespace LoadTestAz.Shell.Terminals;

/// <summary>
/// Reads a line key by key: backspace, Escape to clear, arrows for earlier lines, Ctrl+D for the end. Own code and not
/// Console.ReadLine, because that can't be left by Ctrl+C: it would carry what was typed into the next line.
/// </summary>
internal sealed class LineEditor(ITerminal terminal)
{
    private readonly List<string> _history = [];

    /// <summary>Reads a line; null at the end of the input.</summary>
    /// <param name="remember">The line can be recalled with the arrow keys.</param>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public string? ReadLine(bool remember = false)
    {
        if (!terminal.CanReadKeys)
            return terminal.In.ReadLine();
        var line = new StringBuilder();
        int position = _history.Count;
        while (true)
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    terminal.Out.WriteLine();
                    if (remember && line.Length > 0)
                        _history.Add(line.ToString());
                    return line.ToString();
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    terminal.Out.WriteLine("^C");
                    throw new OperationCanceledException();
                case { Key: ConsoleKey.D, Modifiers: ConsoleModifiers.Control } when line.Length == 0:
                    terminal.Out.WriteLine();
                    return null;
                case { Key: ConsoleKey.Backspace }:
                    Erase(line, Math.Min(1, line.Length));
                    break;
                case { Key: ConsoleKey.Escape }:
                    Erase(line, line.Length);
                    break;
                case { Key: ConsoleKey.UpArrow } when remember && position > 0:
                    Replace(line, _history[--position]);
                    break;
                case { Key: ConsoleKey.DownArrow } when remember && position < _history.Count:
                    Replace(line, ++position < _history.Count ? _history[position] : "");
                    break;
                case { KeyChar: var c } when !char.IsControl(c):
                    line.Append(c);
                    terminal.Out.Write(c);
                    break;
            }
        }
    }

    /// <summary>Reads a secret; shows a star for each character.</summary>
    /// <exception cref="OperationCanceledException">Ctrl+C.</exception>
    public SecureString ReadSecret()
    {
        var secret = new SecureString();
        while (true)
        {
            ConsoleKeyInfo key = terminal.ReadKey();
            switch (key)
            {
                case { Key: ConsoleKey.Enter }:
                    terminal.Out.WriteLine();
                    secret.MakeReadOnly();
                    return secret;
                case { Key: ConsoleKey.C, Modifiers: ConsoleModifiers.Control }:
                    secret.Dispose();
                    terminal.Out.WriteLine("^C");
                    throw new OperationCanceledException();
                case { Key: ConsoleKey.Backspace } when secret.Length > 0:
                    secret.RemoveAt(secret.Length - 1);
                    terminal.Out.Write("\b \b");
                    break;
                case { KeyChar: var c } when !char.IsControl(c):
                    secret.AppendChar(c);
                    terminal.Out.Write('*');
                    break;
            }
        }
    }

    private void Replace(StringBuilder line, string text)
    {
        Erase(line, line.Length);
        line.Append(text);
        terminal.Out.Write(text);
    }

    private void Erase(StringBuilder line, int count)
    {
        line.Length -= count;
        for (int i = 0; i < count; i++)
            terminal.Out.Write("\b \b");
    }
}
