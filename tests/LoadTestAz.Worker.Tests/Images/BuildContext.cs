using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>What `docker build .` in the repository's root hands to the builder: all but what .dockerignore keeps back.</summary>
internal static class BuildContext
{
    /// <summary>The repository's root.</summary>
    public static string Root => Repository.Root;

    private static Lazy<(bool Takes, Regex Pattern)[]> Rules { get; } = new(() => [.. File.ReadAllLines(Path.Combine(Root, ".dockerignore"))
        .Where(line => line.Length > 0 && !line.StartsWith('#'))
        .Select(line => (line.StartsWith('!'), ToRegex(line.TrimStart('!'))))]);

    /// <summary>The files at or below a path, each with its path below it (empty for the path itself).</summary>
    public static IEnumerable<(string Path, string Relative)> FilesOf(string source)
    {
        var full = Path.Combine(Root, source);
        return File.Exists(full)
            ? Takes(source) ? [(full, "")] : []
            : Walk(full).Select(path => (path, Path.GetRelativePath(full, path)));
    }

    /// <summary>Whether a file, by its path from the root, gets to the builder. The last rule that fits it, or a folder above it, counts.</summary>
    public static bool Takes(string path) =>
        Rules.Value.Aggregate(true, (taken, rule) => Above(path).Any(rule.Pattern.IsMatch) ? rule.Takes : taken);

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Where(path => Takes(Path.GetRelativePath(Root, path).Replace('\\', '/')))
            .Concat(Directory.EnumerateDirectories(folder).Where(path => Takes(Path.GetRelativePath(Root, path).Replace('\\', '/'))).SelectMany(Walk));

    private static IEnumerable<string> Above(string path)
    {
        for (var p = path; p.Length > 0; p = Path.GetDirectoryName(p)?.Replace('\\', '/') ?? "")
            yield return p;
    }

    private static Regex ToRegex(string pattern) =>
        new($@"\A{Regex.Escape(pattern).Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal).Replace(@"\*", "[^/]*", StringComparison.Ordinal)}\z");
}
