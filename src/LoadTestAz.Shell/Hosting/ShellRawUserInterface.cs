using System.Management.Automation.Host;
using LoadTestAz.Shell.Terminals;

namespace LoadTestAz.Shell.Hosting;

/// <summary>The window as PowerShell's formatting needs it: its size. The shell draws nothing at a position.</summary>
internal sealed class ShellRawUserInterface(ITerminal terminal) : PSHostRawUserInterface
{
    // "Not chosen", as PowerShell's own console says it where it doesn't know the terminal's colours.
    private const ConsoleColor Unknown = (ConsoleColor)(-1);

    public override ConsoleColor ForegroundColor { get; set; } = Unknown;

    public override ConsoleColor BackgroundColor { get; set; } = Unknown;

    public override Coordinates CursorPosition { get; set; }

    public override Coordinates WindowPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override Size BufferSize
    {
        get => new(terminal.Width, terminal.Height);
        set => throw Fixed();
    }

    public override Size WindowSize
    {
        get => BufferSize;
        set => throw Fixed();
    }

    public override Size MaxWindowSize => BufferSize;

    public override Size MaxPhysicalWindowSize => BufferSize;

    public override string WindowTitle { get; set; } = "LoadTestAz";

    public override bool KeyAvailable => false;

    public override KeyInfo ReadKey(ReadKeyOptions options)
    {
        if (!terminal.CanReadKeys)
            throw ShellPrompts.Unavailable("a key", "standard input is not a keyboard");
        ConsoleKeyInfo key = terminal.ReadKey();
        return new KeyInfo((int)key.Key, key.KeyChar, default, keyDown: true);
    }

    public override void FlushInputBuffer()
    {
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw Fixed();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw Fixed();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw Fixed();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) => throw Fixed();

    private static NotSupportedException Fixed() => new("LoadTestAz.Shell does not change the terminal's window.");
}
