using System.Globalization;

namespace LoadTestAz.Agent.Health;

/// <summary>The kernel's small files below a root; one that is not there, or may not be read, is null.</summary>
internal sealed class SystemFiles(string root)
{
    /// <summary>The text of a file.</summary>
    public string? Read(string path)
    {
        try
        {
            return File.ReadAllText(Path.Combine(root, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // A process may also end between the listing and the reading.
        }
    }

    /// <summary>The file's one whole number.</summary>
    public long? Number(string path) => Parse(Read(path));

    /// <summary>The number after a word that begins a line, as in <c>usage_usec 123</c> or <c>MemTotal:  123 kB</c>.</summary>
    public static long? Number(string? text, string word)
    {
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.StartsWith(word, StringComparison.Ordinal) && line.Length > word.Length && char.IsWhiteSpace(line[word.Length]))
            {
                var number = line[word.Length..].TrimStart();
                var end = number.IndexOf(' ');
                return Parse(end < 0 ? number : number[..end]);
            }
        }

        return null;
    }

    /// <summary>The names of the folders in a folder.</summary>
    public IEnumerable<string> Folders(string path)
    {
        try
        {
            return Directory.GetDirectories(Path.Combine(root, path)).Select(folder => Path.GetFileName(folder)!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>Whether there is such a folder.</summary>
    public bool HasFolder(string path) => Directory.Exists(Path.Combine(root, path));

    /// <summary>A whole number; null for anything else.</summary>
    public static long? Parse(ReadOnlySpan<char> text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number) ? number : null;
}
