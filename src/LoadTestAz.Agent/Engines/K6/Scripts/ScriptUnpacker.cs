using System.Formats.Tar;
using System.Text.Json;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// Unpacks a bundle on a worker. The store may hold anything by then, so it is not trusted: plain files only, no name
/// that leads out of the folder, nothing written over, bounded in count and size.
/// </summary>
internal static class ScriptUnpacker
{
    /// <summary>Where in a worker's folder it is unpacked.</summary>
    public const string Folder = "script";

    /// <summary>Unpacks into a folder, which is made.</summary>
    /// <returns>Full path of what k6 shall run.</returns>
    /// <exception cref="InvalidDataException">It is no bundle, or not a decent one; the message says what is wrong.</exception>
    public static string Unpack(byte[] bundle, string folder)
    {
        if (bundle.Length > ScriptBundle.MaxBytes)
            throw new InvalidDataException($"it has {bundle.Length} bytes; allowed are {ScriptBundle.MaxBytes}");
        try
        {
            Directory.CreateDirectory(folder);
            var entry = UnpackAll(bundle, folder)?.Entry ?? throw new InvalidDataException($"it has no {ScriptManifest.Name}");
            ScriptBundle.CheckName(entry);
            var path = Path.GetFullPath(Path.Combine(folder, entry));
            return File.Exists(path) ? path : throw new InvalidDataException($"its script '{entry}' is missing");
        }
        catch (Exception e) when (e is IOException or FormatException or ArgumentException or JsonException or NotSupportedException)
        {
            // What TarReader throws for a broken archive is not one kind of exception.
            throw new InvalidDataException($"it is broken: {e.Message}", e);
        }
    }

    private static ScriptManifest? UnpackAll(byte[] bundle, string folder)
    {
        using var tar = new TarReader(new MemoryStream(bundle, writable: false));
        ScriptManifest? manifest = null;
        var (count, left) = (0, (long)ScriptBundle.MaxBytes);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile))
                throw new InvalidDataException($"'{entry.Name}' is no plain file, but {entry.EntryType}");
            if (++count > ScriptBundle.MaxFiles + 1)
                throw new InvalidDataException($"it has more than {ScriptBundle.MaxFiles} files");
            ScriptBundle.CheckName(entry.Name);
            if (entry.Name == ScriptManifest.Name)
            {
                manifest = JsonSerializer.Deserialize(Read(entry, ref left), ScriptManifestJson.Default.ScriptManifest);
                continue;
            }

            var path = Path.Combine(folder, entry.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(Read(entry, ref left));
        }

        return manifest;
    }

    // A header may claim any length; what counts is what comes.
    private static byte[] Read(TarEntry entry, ref long left)
    {
        if (entry.Length > left)
            throw new InvalidDataException($"'{entry.Name}' is too large");
        using var content = new MemoryStream();
        entry.DataStream?.CopyTo(content);
        left -= content.Length;
        return content.ToArray();
    }
}
