using System.Formats.Tar;
using System.Text.Json;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// <c>script.tar</c>: a manifest and the files. It is our own format in every case, so that there is one way to unpack
/// it, with one set of bounds; an archive of k6's travels inside it as a file.
/// </summary>
internal static class ScriptBundle
{
    /// <summary>The largest bundle, in bytes. It is held in memory, and every worker fetches it before its start.</summary>
    public const int MaxBytes = 50 * 1024 * 1024;

    /// <summary>The most files in a bundle.</summary>
    public const int MaxFiles = 10_000;

    /// <summary>The name of k6's own archive in a bundle.</summary>
    public const string ArchiveName = "archive.tar";

    /// <summary>All files of the user's stand below it, so that none can take the manifest's name.</summary>
    public const string Folder = "files/";

    /// <summary>A bundle that keeps the files' places relative to each other, and tells nothing of where they were.</summary>
    /// <param name="files">Contents by full path, '/' between the segments.</param>
    /// <param name="entry">Which of them k6 shall run.</param>
    /// <exception cref="InvalidDataException">Too large, or it has names that not every system can hold.</exception>
    public static byte[] Create(IReadOnlyDictionary<string, byte[]> files, string entry)
    {
        var root = CommonFolder(files.Keys);
        return Write(files.Select(f => (Folder + f.Key[root..], f.Value)), Folder + entry[root..]);
    }

    /// <summary>A bundle that holds an archive of k6's.</summary>
    /// <exception cref="InvalidDataException">Too large.</exception>
    public static byte[] OfArchive(byte[] archive) => Write([(ArchiveName, archive)], ArchiveName);

    private static byte[] Write(IEnumerable<(string Name, byte[] Content)> files, string entry)
    {
        using var buffer = new MemoryStream();
        using (var tar = new TarWriter(buffer, TarEntryFormat.Pax, leaveOpen: true))
        {
            Add(tar, ScriptManifest.Name, JsonSerializer.SerializeToUtf8Bytes(new ScriptManifest(entry), ScriptManifestJson.Default.ScriptManifest));
            var count = 0;
            var size = 0L;
            foreach (var (name, content) in files.OrderBy(f => f.Name, StringComparer.Ordinal))
            {
                CheckName(name);
                size += content.Length;
                if (++count > MaxFiles || size > MaxBytes)
                    throw TooLarge();
                Add(tar, name, content);
            }
        }

        return buffer.Length <= MaxBytes ? buffer.ToArray() : throw TooLarge();
    }

    /// <summary>Refuses a file's name that leads out of a folder, or that some system can't hold.</summary>
    public static void CheckName(string name)
    {
        // The store's rule is the one needed here: a name that is legal below any folder on any system.
        if (StoreName.FaultOf(name) is { } fault)
            throw new InvalidDataException($"the file '{(name.StartsWith(Folder, StringComparison.Ordinal) ? name[Folder.Length..] : name)}' can't travel to workers on any system: {fault}; give it another name");
    }

    // The same files give the same bytes: no times, no owners.
    private static void Add(TarWriter tar, string name, byte[] content) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
    {
        ModificationTime = DateTimeOffset.UnixEpoch,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        DataStream = new MemoryStream(content, writable: false),
    });

    /// <summary>How many characters of all these paths are the same folder, its slash included.</summary>
    private static int CommonFolder(IEnumerable<string> paths)
    {
        string? common = null;
        foreach (var path in paths)
        {
            common ??= path[..(path.LastIndexOf('/') + 1)];
            while (!path.StartsWith(common, StringComparison.Ordinal))
                common = common[..(common.TrimEnd('/').LastIndexOf('/') + 1)];
        }

        return common?.Length ?? 0;
    }

    /// <summary>The error for more than may travel.</summary>
    public static InvalidDataException TooLarge() =>
        new($"the script and all it imports or opens are more than {MaxBytes / 1024 / 1024} MB or {MaxFiles} files; let it fetch large data from an address, or put it into the worker's image");
}
