using System.Formats.Tar;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// What <c>k6 archive</c> packed: the exact list of what a script imports and opens, since k6 ran its init code for it.
/// </summary>
/// <remarks>
/// The archive itself is not always what should travel: k6 takes the options from the archive as they were when it was
/// made (js/bundle.go, NewBundleFromArchive: updateOptions false), so that options which depend on <c>__ENV</c>, the
/// worker's number or type for example, would be the same everywhere. The files alone behave as at home.
/// Paths in it are k6's own spelling: volumes become folders (C:\x is /C/x), users' names become "nobody"
/// (lib/archive.go, NormalizeAndAnonymizePath); a tree of files relative to each other does not show either.
/// </remarks>
internal sealed class K6Archive
{
    private const string Local = "file/";

    // An archive names its script twice: its content stands under this name, its place is a hard link to it.
    private const string Data = "data";

    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    /// <summary>Contents by path, '/' between the segments.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>Which of the files is the script; null when it is not from this machine.</summary>
    public string? Entry { get; private set; }

    /// <summary>It holds modules from the net, or files named by absolute paths, which only the archive as a whole brings to their places.</summary>
    public bool IsBoundToItsPlace { get; private set; }

    /// <summary>Reads an archive that k6 on this machine has just made.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static K6Archive Read(byte[] content)
    {
        var archive = new K6Archive();
        using var tar = new TarReader(new MemoryStream(content, writable: false));
        byte[] script = [];
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.Name == Data)
                script = Read(entry);
            else if (entry.EntryType is TarEntryType.HardLink && entry.LinkName == Data)
                archive.Entry = entry.Name.StartsWith(Local, StringComparison.Ordinal) ? entry.Name : null;
            else if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.Name.StartsWith(Local, StringComparison.Ordinal))
                archive._files[entry.Name] = Read(entry);
            else if (entry.EntryType is TarEntryType.RegularFile && entry.Name.StartsWith("https/", StringComparison.Ordinal))
                archive.IsBoundToItsPlace = true;
        }

        if (archive.Entry is { } name)
            archive._files[name] = script;
        archive.IsBoundToItsPlace |= archive.Entry is null || archive._files.Where(f => IsScript(f.Key)).Any(f => ScriptReferences.In(System.Text.Encoding.UTF8.GetString(f.Value)).Any(r => r is { IsAbsolute: true, IsCertain: true }));
        return archive;
    }

    private static bool IsScript(string name) => Path.GetExtension(name) is ".js" or ".mjs" or ".cjs" or ".ts";

    private static byte[] Read(TarEntry entry)
    {
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        return content.ToArray();
    }
}
