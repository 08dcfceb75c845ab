using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace LoadTestAz.Reporting.Tests.K6;

/// <summary>The tables of a page, as simple programs write them.</summary>
internal static partial class HtmlTables
{
    /// <summary>The rows of the table with these columns, by the first cell; the cells behind it by their column.</summary>
    /// <param name="html">The page.</param>
    /// <param name="columns">The headings behind the number of the row.</param>
    public static IReadOnlyDictionary<string, double[]> Read(string html, params string[] columns)
    {
        var table = Assert.Single(html.Split("<table").Skip(1), t => Cells(Heading(), t).SequenceEqual(["#", .. columns]));
        return Row().Matches(table[table.IndexOf("<tbody", StringComparison.Ordinal)..]).Select(r => Cells(Cell(), r.Value))
            .ToDictionary(c => c[0], c => c[1..].Select(Number).ToArray(), StringComparer.Ordinal);
    }

    private static string[] Cells(Regex cell, string html) => [.. cell.Matches(html).Select(m => WebUtility.HtmlDecode(m.Groups[1].Value).Trim())];

    private static double Number(string text) => text.Length == 0 ? double.NaN : double.Parse(text.Replace(" ms", ""), NumberStyles.Float, CultureInfo.InvariantCulture);

    [GeneratedRegex("<th scope=\"col\">(.*?)</th>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("<tr.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex("<td>(.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex Cell();
}
