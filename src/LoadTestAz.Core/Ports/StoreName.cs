namespace LoadTestAz.Ports;

/// <summary>
/// What may be the name of a file in a store: segments joined by '/', each legal in a folder on any operating system
/// and in a blob container alike, so that a run can be copied from one kind of store to another.
/// </summary>
public static class StoreName
{
    /// <summary>Segments that begin so belong to the stores themselves: files half written.</summary>
    public const string ReservedPrefix = ".~";

    /// <summary>The longest name, in UTF-16 units: what Blob Storage allows.</summary>
    public const int MaxLength = 1024;

    private const string Forbidden = "\\:*?\"<>|";

    // They are devices on Windows in every folder and with every extension.
    // https://learn.microsoft.com/windows/win32/fileio/naming-a-file
    private static readonly HashSet<string> Devices = new(StringComparer.OrdinalIgnoreCase)
    {
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$",
        "COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
        "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
    };

    /// <summary>Refuses a name that no store can hold, or that leads out of it.</summary>
    /// <exception cref="ArgumentException">The name is not legal; the message says why.</exception>
    public static void Check(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Length > MaxLength)
            throw new ArgumentException($"A name in a result store has at most {MaxLength} characters; this one has {name.Length}.", nameof(name));

        foreach (var segment in name.Split('/'))
        {
            if (Fault(segment) is { } fault)
                throw new ArgumentException($"'{name}' can't be a name in a result store: {fault}.", nameof(name));
        }
    }

    /// <summary>Whether a store can hold files under that name.</summary>
    public static bool IsLegal(string name) => name.Length is > 0 and <= MaxLength && name.Split('/').All(segment => Fault(segment) is null);

    /// <summary>Refuses a prefix whose folders could not be part of a name. Empty is legal: everything.</summary>
    /// <exception cref="ArgumentException">The prefix is not legal; the message says why.</exception>
    public static void CheckPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var folder = prefix.LastIndexOf('/');
        if (folder >= 0)
            Check(prefix[..folder]);
    }

    private static string? Fault(string segment)
    {
        if (segment.Length == 0)
            return "it has an empty segment";
        if (segment is "." or "..")
            return "'.' and '..' are not allowed";
        if (segment.StartsWith(ReservedPrefix, StringComparison.Ordinal))
            return $"segments that begin with '{ReservedPrefix}' are reserved";
        if (segment.AsSpan().IndexOfAny(Forbidden) >= 0 || segment.Any(char.IsControl))
            return $"control characters and {Forbidden} are not allowed";
        if (segment[^1] is '.' or ' ')
            return "no segment may end with a dot or a space";
        if (Devices.Contains(segment.Split('.')[0].TrimEnd()))
            return "it is the name of a device on Windows";
        return null;
    }
}
