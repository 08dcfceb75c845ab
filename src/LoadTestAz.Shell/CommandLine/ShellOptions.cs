namespace LoadTestAz.Shell.CommandLine;

/// <summary>The command line, understood.</summary>
internal sealed record ShellOptions
{
    public ShellMode Mode { get; init; } = ShellMode.Interactive;

    /// <summary>The script's path for <see cref="ShellMode.Script"/>, the text for <see cref="ShellMode.Command"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>What stands after the script's path, as it was given.</summary>
    public IReadOnlyList<string> ScriptArguments { get; init; } = [];

    /// <summary>The folder of the module, if the user named one.</summary>
    public string? ModulePath { get; init; }

    /// <summary>The sample target's port; 0 takes a free one.</summary>
    public int Port { get; init; }

    public bool NonInteractive { get; init; }

    public bool NoProgress { get; init; }
}
