namespace LoadTestAz.Reporting.Html;

/// <summary>A table that scrolls by itself where it is too wide, has a bounded number of rows, and counts what it leaves out.</summary>
/// <param name="label">What it is of, for who can't see it.</param>
/// <param name="headings">A heading for each column; one that ends in ':' is of a column of numbers.</param>
internal sealed class HtmlTable(string label, params string[] headings)
{
    private readonly List<(string Class, HtmlMarkup[] Cells)> _rows = [];

    /// <summary>Adds a row.</summary>
    /// <param name="cells">A cell for each column.</param>
    public void Add(params HtmlMarkup[] cells) => _rows.Add(("", cells));

    /// <summary>Adds a row that stands out, by a class of its own.</summary>
    public void AddClassed(string rowClass, params HtmlMarkup[] cells) => _rows.Add((rowClass, cells));

    /// <summary>Adds a heading over the rows that follow.</summary>
    public void AddHeading(HtmlMarkup text) => _rows.Add(("group", [text]));

    /// <summary>Writes it, or nothing without a row.</summary>
    public void WriteTo(HtmlBuilder html, int maxRows = int.MaxValue)
    {
        if (_rows.Count == 0)
            return;
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table><thead><tr>");
        foreach (var heading in headings)
            html.Add($"<th scope=\"col\"{ClassOf(heading)}>{heading.TrimEnd(':')}</th>");
        html.Add($"</tr></thead><tbody>\n");
        foreach (var (rowClass, cells) in _rows.Take(maxRows))
            WriteRow(html, rowClass, cells);
        html.Add($"</tbody></table></div>\n");
        if (_rows.Count > maxRows)
            html.Add($"<p class=\"note\">… and {Figures.Number(_rows.Count - maxRows)} more. The exports for machines have all of them.</p>\n");
    }

    // End tags of rows and cells may be left out, which a thousand rows make worthwhile.
    private void WriteRow(HtmlBuilder html, string rowClass, HtmlMarkup[] cells)
    {
        if (rowClass == "group")
        {
            html.Add($"<tr class=\"group\"><th colspan=\"{headings.Length}\" scope=\"rowgroup\">{cells[0]}\n");
            return;
        }

        html.Add($"<tr{new HtmlMarkup(rowClass.Length == 0 ? "" : $" class=\"{rowClass}\"")}>");
        for (var i = 0; i < cells.Length; i++)
            html.Add($"<td{ClassOf(headings[i])}>{cells[i]}");
        html.Add($"\n");
    }

    private static HtmlMarkup ClassOf(string heading) => new(heading.EndsWith(':') ? " class=\"n\"" : "");
}
