using System.Globalization;
using System.Text;

namespace LoadTestAz.Reporting.Markdown;

/// <summary>A table with a bounded number of rows; what is left out is counted below it.</summary>
/// <param name="headings">A heading for each column; one that ends in ':' is of a column of numbers.</param>
internal sealed class MarkdownTable(params string[] headings)
{
    private readonly List<string[]> _rows = [];

    /// <summary>Adds a row; foreign text in it is code already.</summary>
    public void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table, or nothing when it has no rows.</summary>
    /// <param name="text">Where to.</param>
    /// <param name="maxRows">How many rows may be shown; the first ones are.</param>
    /// <param name="title">What stands above it.</param>
    public void WriteTo(StringBuilder text, int maxRows, string? title = null)
    {
        if (_rows.Count == 0)
            return;
        if (title is not null)
            text.Append("### ").Append(title).Append("\n\n");
        Line(headings.Select(h => h.TrimEnd(':')));
        Line(headings.Select(h => h.EndsWith(':') ? "--:" : "---"));
        foreach (var row in _rows.Take(maxRows))
            Line(row);
        text.Append('\n');
        if (_rows.Count > maxRows)
            text.Append(CultureInfo.InvariantCulture, $"… and {_rows.Count - maxRows} more.\n\n");

        void Line(IEnumerable<string> cells) => text.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
    }
}
