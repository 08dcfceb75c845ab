using System.Text.RegularExpressions;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>The tables of docs/reliability.md: what is to come of each fault, as users read it.</summary>
internal static partial class ReliabilityTable
{
    private static readonly Lock Writing = new();

    /// <summary>Set it to anything to have the tables written anew by what comes of the faults.</summary>
    private static bool Update => Environment.GetEnvironmentVariable("LOADTEST_UPDATE_DOCS") is { Length: > 0 };

    private static string Path { get; } = Find();

    /// <summary>Holds an outcome against the document, or writes it there.</summary>
    public static void Check(string backend, string fault, FaultOutcome outcome)
    {
        var row = $"| {fault} | {outcome} |";
        lock (Writing)
        {
            var text = File.ReadAllText(Path);
            var table = Tables().Match(text, text.IndexOf($"## {backend}\n", StringComparison.Ordinal));
            Assert.True(table.Success, $"'{Path}' has no table under '## {backend}'.");
            var rows = table.Value.Split('\n', StringSplitOptions.RemoveEmptyEntries).ToList();
            var at = rows.FindIndex(r => r.StartsWith($"| {fault} |", StringComparison.Ordinal));
            if (!Update)
            {
                Assert.True(at >= 0, $"'{Path}' has no row '{fault}'. This came of it: {row}");
                Assert.Equal(rows[at], row);
                return;
            }

            // In the order in which the faults stand.
            rows.RemoveAll(r => r.StartsWith($"| {fault} |", StringComparison.Ordinal));
            var order = FaultTable.All.Keys.ToList();
            var after = rows.FindLastIndex(r => order.IndexOf(r.Split('|')[1].Trim()) is var i && i < order.IndexOf(fault));
            rows.Insert(after + 1, row);
            File.WriteAllText(Path, text[..table.Index] + string.Join('\n', rows) + "\n" + text[(table.Index + table.Length)..]);
        }
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "docs", "reliability.md")))
                return System.IO.Path.Combine(folder.FullName, "docs", "reliability.md");
        }

        throw new FileNotFoundException("docs/reliability.md is not above the tests.");
    }

    [GeneratedRegex(@"(^\|.*\n)+", RegexOptions.Multiline)]
    private static partial Regex Tables();
}
