using LoadTestAz.Shell.Terminals;

namespace LoadTestAz.Shell.Tests.Infrastructure;

/// <summary>A terminal, or the lack of one, whose text is kept and whose keys are given beforehand.</summary>
internal sealed class FakeTerminal : ITerminal
{
    private readonly Queue<ConsoleKeyInfo> _keys = [];
    private readonly StringWriter _out = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public FakeTerminal()
    {
        Out = TextWriter.Synchronized(_out);
        Error = TextWriter.Synchronized(_error);
    }

    public TextWriter Out { get; }

    public TextWriter Error { get; }

    public TextReader In { get; init; } = TextReader.Null;

    public bool CanReadKeys { get; init; }

    public bool IsOutTerminal { get; init; }

    public bool IsErrorTerminal { get; init; }

    public bool WantsColor { get; init; } = true;

    public int Width { get; init; } = 120;

    public int Height => 50;

    public string OutText => _out.ToString().Replace("\r\n", "\n");

    public string ErrorText => _error.ToString().Replace("\r\n", "\n");

    /// <summary>Somebody at the keyboard who will type this: a line feed is Enter, \x03 is Ctrl+C, \b is backspace.</summary>
    public static FakeTerminal Typing(string text)
    {
        var terminal = new FakeTerminal { CanReadKeys = true };
        foreach (char c in text)
        {
            terminal._keys.Enqueue(c switch
            {
                '\n' => new ConsoleKeyInfo('\r', ConsoleKey.Enter, false, false, false),
                '\b' => new ConsoleKeyInfo('\b', ConsoleKey.Backspace, false, false, false),
                '\x03' => new ConsoleKeyInfo('\x03', ConsoleKey.C, false, false, control: true),
                '\x04' => new ConsoleKeyInfo('\x04', ConsoleKey.D, false, false, control: true),
                '↑' => new ConsoleKeyInfo('\0', ConsoleKey.UpArrow, false, false, false),
                _ => new ConsoleKeyInfo(c, ConsoleKey.None, false, false, false),
            });
        }

        return terminal;
    }

    public ConsoleKeyInfo ReadKey() => _keys.Count > 0 ? _keys.Dequeue() : throw new InvalidOperationException("No more keys.");
}
