using System.IO.Compression;

namespace LoadTestAz.Packer;

/// <summary>A zip file that depends on nothing but what is put into it: entries as they are added, all of one time. Same files, same bytes.</summary>
internal sealed class SteadyZip(string file) : IDisposable
{
    // The earliest time that a zip file can state.
    private static readonly DateTimeOffset Time = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ZipArchive _zip = Create(file);

    /// <summary>The files of a folder and of those in it, by their paths from there, in order.</summary>
    public static IReadOnlyList<(string Name, byte[] Content)> FilesOf(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(path => (Name: Path.GetRelativePath(folder, path).Replace('\\', '/'), Content: File.ReadAllBytes(path)))
            .OrderBy(entry => entry.Name, StringComparer.Ordinal)];

    /// <summary>Adds a file.</summary>
    /// <param name="name">Its path within the zip file.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="attributes">As a zip file has them: the upper half is the mode on Unix.</param>
    public void Add(string name, byte[] content, int attributes = 0)
    {
        var entry = _zip.CreateEntry(name, CompressionLevel.Optimal);
        entry.LastWriteTime = Time;
        entry.ExternalAttributes = attributes;
        using var stream = entry.Open();
        stream.Write(content);
    }

    public void Dispose() => _zip.Dispose();

    private static ZipArchive Create(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        return new ZipArchive(File.Create(file), ZipArchiveMode.Create);
    }
}
