using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Packer.Tests.Support;

/// <summary>The repository that the tests were built from.</summary>
internal static class Sources
{
    // What a build of the module reads.
    private static readonly string[] Parts =
    [
        ".editorconfig", "BannedSymbols.txt", "CHANGELOG.md", "Directory.Build.props", "Directory.Packages.props", "LICENSE", "global.json",
        "build", "configs", "docs", "module", "src",
    ];

    public static string Root => Repository.Root;

    /// <summary>Copies the sources, and nothing that was built, to where nobody else builds.</summary>
    public static void CopyTo(string folder)
    {
        foreach (var part in Parts.Select(part => Path.Combine(Root, part)))
        {
            foreach (var file in File.Exists(part) ? [part] : Walk(part))
            {
                var target = Path.Combine(folder, Path.GetRelativePath(Root, file));
                Directory.CreateDirectory(Path.GetDirectoryName(target)!);
                File.Copy(file, target);
            }
        }
    }

    private static IEnumerable<string> Walk(string folder) => Directory.EnumerateFiles(folder)
        .Concat(Directory.EnumerateDirectories(folder).Where(sub => Path.GetFileName(sub) is not ("bin" or "obj")).SelectMany(Walk));
}
