using System.Text.RegularExpressions;

namespace LoadTestAz.Merging.Inputs;

/// <summary>What a file's name says of its worker: <c>metrics_3.json.gz</c> and <c>summary_3.json</c> are both of <c>3</c>.</summary>
internal static partial class SourceName
{
    // Words for what a file holds, not whose it is.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "k6", "metric", "metrics", "raw", "sample", "samples", "point", "points", "data", "output", "out", "json", "csv", "jsonl", "ndjson", "gz", "gzip",
        "summary", "summaries", "export", "handle", "handlesummary", "machine", "readable", "legacy", "result", "results", "report", "end", "of", "test", "final", "live",
    };

    /// <summary>What is left of a name without the words that tell what the file holds; empty when nothing is.</summary>
    public static string KeyOf(string path) =>
        string.Join(' ', Parts().Matches(Path.GetFileName(path)).Select(m => m.Value).Where(p => !Words.Contains(p)).Select(p => p.TrimStart('0') is { Length: > 0 } t ? t : p)).ToLowerInvariant();

    /// <summary>The numbers in a name that tell workers apart.</summary>
    public static string NumbersOf(string path) => string.Join(' ', KeyOf(path).Split(' ').Where(p => p.Length > 0 && char.IsAsciiDigit(p[0])));

    /// <summary>True when the names of two files in different folders say that they are of one worker; by those of their folders where they say nothing.</summary>
    public static bool AreOfOneWorker(string a, string b) =>
        KeyOf(a) is { Length: > 0 } key ? key == KeyOf(b) : KeyOf(b).Length == 0 && KeyOf(Path.GetDirectoryName(a)!) is { Length: > 0 } folder && folder == KeyOf(Path.GetDirectoryName(b)!);

    /// <summary>The name without what tells its format.</summary>
    public static string StemOf(string path)
    {
        var name = Path.GetFileName(path);
        while (Path.GetExtension(name) is { Length: > 1 } extension && Words.Contains(extension[1..]))
            name = name[..^extension.Length];
        return name.Length > 0 ? name : Path.GetFileName(path);
    }

    // Letters and numbers apart, so that w1 and w2 differ by a number.
    [GeneratedRegex(@"k6|\p{L}+|[0-9]+", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Parts();
}
