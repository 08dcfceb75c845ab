namespace LoadTestAz.Shell.Terminals;

/// <summary>Where the shell's text goes and where its input comes from.</summary>
internal interface ITerminal
{
    TextWriter Out { get; }

    TextWriter Error { get; }

    /// <summary>Input that comes from a file or a pipe; used only when <see cref="CanReadKeys"/> is false.</summary>
    TextReader In { get; }

    /// <summary>Somebody sits at a keyboard.</summary>
    bool CanReadKeys { get; }

    /// <summary>The next key; Ctrl+C comes as a key while the shell waits here.</summary>
    ConsoleKeyInfo ReadKey();

    /// <summary>Standard output is a terminal.</summary>
    bool IsOutTerminal { get; }

    /// <summary>Standard error is a terminal.</summary>
    bool IsErrorTerminal { get; }

    /// <summary>The user has not asked for plain text (NO_COLOR).</summary>
    bool WantsColor { get; }

    /// <summary>Columns of the terminal.</summary>
    int Width { get; }

    /// <summary>Rows of the terminal.</summary>
    int Height { get; }
}
