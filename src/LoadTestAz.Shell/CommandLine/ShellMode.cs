namespace LoadTestAz.Shell.CommandLine;

/// <summary>What the program was asked to do.</summary>
internal enum ShellMode
{
    /// <summary>Read commands until <c>exit</c> or the end of the input.</summary>
    Interactive,

    /// <summary>Run a script file.</summary>
    Script,

    /// <summary>Run the text of <c>-Command</c>.</summary>
    Command,

    /// <summary>Serve the sample target until Ctrl+C.</summary>
    SampleTarget,

    /// <summary>Print the help.</summary>
    Help,

    /// <summary>Print the version.</summary>
    Version,
}
