namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>A file that a script names.</summary>
/// <param name="Path">As it is written; null when it is worked out only while the script runs.</param>
/// <param name="IsModule">Imported, so that it names files in its turn; otherwise opened as data.</param>
/// <param name="IsCertain">That it means a file of the script's; false where it could be something else of the same name.</param>
internal sealed record ScriptReference(string? Path, bool IsModule, bool IsCertain)
{
    /// <summary>A file beside the script.</summary>
    public bool IsRelative => Path is not null && (Path.StartsWith("./", StringComparison.Ordinal) || Path.StartsWith("../", StringComparison.Ordinal) || !IsModule) && !IsAbsolute;

    /// <summary>A place on this machine that will be another one on the worker.</summary>
    public bool IsAbsolute => Path is not null
        && (Path.StartsWith('/') || Path.StartsWith('\\') || Path.StartsWith("file:", StringComparison.OrdinalIgnoreCase) || (Path.Length > 1 && char.IsAsciiLetter(Path[0]) && Path[1] == ':'));
}
