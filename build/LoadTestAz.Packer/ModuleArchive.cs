namespace LoadTestAz.Packer;

/// <summary>A module as a zip file, to be unpacked where PowerShell looks for modules: a folder of the module's name.</summary>
internal static class ModuleArchive
{
    // A plain file that its owner may write and everybody read, where whoever unpacks it goes by that.
    private const int Readable = 0b1_000_000_110_100_100 << 16;

    /// <summary>Writes it.</summary>
    /// <param name="file">The zip file.</param>
    /// <param name="module">The module's folder.</param>
    /// <param name="name">The module's name.</param>
    public static void Write(string file, string module, string name)
    {
        var files = SteadyZip.FilesOf(module);
        using var zip = new SteadyZip(file);
        foreach (var (path, content) in files)
            zip.Add($"{name}/{path}", content, Readable);
    }
}
