using System.Formats.Tar;
using System.IO.Compression;
using System.Text;

namespace LoadTestAz.Tests.Secrets;

/// <summary>Looks for values everywhere that a run leaves something.</summary>
internal sealed class LeakSearch
{
    private readonly List<string> _needles = [];

    public LeakSearch(params string[] values)
    {
        foreach (var value in values)
        {
            _needles.AddRange([value, Uri.EscapeDataString(value), System.Net.WebUtility.UrlEncode(value), value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)]);
            _needles.Add(System.Security.SecurityElement.Escape(value));

            // As base64 of "user:value", without what depends on the letters before and after.
            _needles.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes("user:" + value))[8..^4]);
            _needles.Add(Convert.ToBase64String(Encoding.UTF8.GetBytes(value))[..^4]);
        }
    }

    /// <summary>Parts of values that must not be left over either.</summary>
    public IReadOnlyList<string> Pieces { get; init; } = [];

    /// <summary>Everything that was looked at, to see that there was something.</summary>
    public List<string> Seen { get; } = [];

    /// <summary>What stands in a text; null when nothing does.</summary>
    public string? In(string text) => _needles.Concat(Pieces).FirstOrDefault(needle => text.Contains(needle, StringComparison.Ordinal));

    /// <summary>Where in a folder something stands, with what: names, contents, and what is packed in them.</summary>
    public List<string> InFolder(string folder)
    {
        var found = new List<string>();
        foreach (var file in Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            Look(Path.GetRelativePath(folder, file), File.ReadAllBytes(file), found);
        return found;
    }

    private void Look(string name, byte[] content, List<string> found)
    {
        Seen.Add(name);
        foreach (var text in new[] { name, Encoding.UTF8.GetString(content), Encoding.Unicode.GetString(content) })
        {
            if (In(text) is { } needle)
                found.Add($"{name}: {needle}");
        }

        if (name.EndsWith(".gz", StringComparison.Ordinal))
        {
            using var plain = new MemoryStream();
            using (var gzip = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
                gzip.CopyTo(plain);
            Look(name[..^".gz".Length], plain.ToArray(), found);
        }
        else if (name.EndsWith(".tar", StringComparison.Ordinal))
        {
            using var tar = new TarReader(new MemoryStream(content));
            while (tar.GetNextEntry() is { } entry)
            {
                using var inner = new MemoryStream();
                entry.DataStream?.CopyTo(inner);
                Look($"{name}/{entry.Name}", inner.ToArray(), found);
            }
        }
    }
}
