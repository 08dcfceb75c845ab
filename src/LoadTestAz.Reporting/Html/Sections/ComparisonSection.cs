using System.Globalization;
using LoadTestAz.Comparing;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>What became of each figure since the baselines: what differs first, the rest on demand.</summary>
internal static class ComparisonSection
{
    private const int MaxRows = 200;
    private const int Digits = 4;

    private static readonly ComparisonVerdict[] Order =
        [ComparisonVerdict.Worse, ComparisonVerdict.Better, ComparisonVerdict.Changed, ComparisonVerdict.Missing, ComparisonVerdict.Added, ComparisonVerdict.Unclear];

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Comparison is not { Count: > 0 } rows)
            return;
        html.Add($"<section id=\"comparison\"><h2>Compared with {Baselines(rows)}</h2>\n<p>{Summary(rows)}</p>\n");
        Table(rows.Where(r => r.Verdict is not ComparisonVerdict.Same).OrderBy(r => Array.IndexOf(Order, r.Verdict))).WriteTo(html, MaxRows);
        var same = rows.Where(r => r.Verdict is ComparisonVerdict.Same).ToList();
        if (same.Count > 0)
        {
            html.Add($"<details><summary>{Figures.Number(same.Count)} figures within the tolerance</summary>\n");
            Table(same).WriteTo(html, MaxRows);
            html.Add($"</details>\n");
        }

        var tolerance = string.Join(", ", rows.Select(r => Figures.Percent(r.Tolerance)).Distinct());
        html.Add($"<p class=\"note\">The tolerance is {tolerance} of the baseline. Noise is the difference that chance alone stays below 19 times out of 20; unclear is what differs by more than the tolerance, but not by more than that. {string.Join(' ', rows.Where(r => r.Noise is not null).Select(r => r.Note).Distinct())}</p></section>\n");
    }

    private static HtmlMarkup Baselines(IReadOnlyList<LoadTestComparison> rows)
    {
        var runs = rows[0].BaselineRunIds;
        return runs.Count == 1 ? HtmlMarkup.Of($"run <code>{runs[0]}</code>") : HtmlMarkup.Of($"{runs.Count} baselines");
    }

    private static string Summary(IReadOnlyList<LoadTestComparison> rows)
    {
        var told = Order.Append(ComparisonVerdict.Same).Select(v => (Verdict: v, Count: rows.Count(r => r.Verdict == v))).Where(v => v.Count > 0);
        return string.Join(", ", told.Select(v => $"{Figures.Number(v.Count)} {v.Verdict.ToString().ToLowerInvariant()}")) + ".";
    }

    private static HtmlTable Table(IEnumerable<LoadTestComparison> rows)
    {
        var table = new HtmlTable("Comparison", "Verdict", "Metric", "Figure", "Baseline:", "Now:", "Change:", "−100 % to +100 %", "Noise:");
        foreach (var row in rows)
        {
            table.AddClassed(
                row.Verdict is ComparisonVerdict.Worse ? "bad" : "",
                Verdict(row.Verdict), Parts.Code(row.Metric), Parts.Text(row.Figure), Figure(row, row.Baseline), Figure(row, row.Current),
                Parts.Text(row.Ratio is { } ratio ? (ratio - 1).ToString("+0.# %;−0.# %;0 %", CultureInfo.InvariantCulture) : Figures.None), Bar(row),
                Parts.Text(row.Noise is { } noise ? "± " + Figure(row, noise) : Figures.None));
        }

        return table;
    }

    private static HtmlMarkup Verdict(ComparisonVerdict verdict) => verdict switch
    {
        ComparisonVerdict.Worse => Parts.Sign(false, "worse"),
        ComparisonVerdict.Better => Parts.Sign(true, "better"),
        ComparisonVerdict.Same => Parts.Text("same"),
        _ => Parts.Caution(verdict.ToString().ToLowerInvariant()),
    };

    // A share is shown as such; the unit of the others is the metric's.
    private static HtmlMarkup Figure(LoadTestComparison row, double? figure) => Parts.Text(
        figure is { } share && row.IsShare ? Figures.Percent(Figures.Digits(share, Digits)) : Figures.Brief(figure, row.Contains, Digits));

    // From the middle to the left for less and to the right for more, by as much as twice or none.
    private static HtmlMarkup Bar(LoadTestComparison row)
    {
        if (row.Ratio is not { } ratio)
            return HtmlMarkup.Of($"");
        var half = Math.Clamp(ratio - 1, -1, 1) / 2;
        var style = row.Verdict switch
        {
            ComparisonVerdict.Worse => "bad",
            ComparisonVerdict.Better => "good",
            _ => "",
        };
        return HtmlMarkup.Of($"<svg class=\"bullet {style}\" aria-hidden=\"true\"><rect class=\"b\" width=\"100%\" height=\"100%\"/><rect class=\"f\" x=\"{Parts.Percent(0.5 + Math.Min(half, 0))}\" y=\"25%\" width=\"{Parts.Percent(Math.Abs(half))}\" height=\"50%\"/><rect class=\"l\" x=\"50%\" width=\"1\" height=\"100%\"/></svg>");
    }
}
