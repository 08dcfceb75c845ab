using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>The checks by group.</summary>
internal static class CheckSection
{
    private const int MaxRows = 300;

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Checks.Count == 0)
            return;
        var failed = result.Checks.Count(c => c.Fails > 0);
        html.Add($"<section id=\"checks\"><h2>Checks</h2>\n<p>{(failed == 0 ? $"All {Figures.Number(result.Checks.Count)} held every time." : $"{Figures.Number(result.Checks.Count - failed)} of {Figures.Number(result.Checks.Count)} held every time.")}</p>\n");
        var table = new HtmlTable("Checks", "Check", "Held", "Passed:", "Failed:");
        foreach (var group in Cut(result.Checks).GroupBy(c => c.Group))
        {
            table.AddHeading(group.Key.Length == 0 ? Parts.Text("Outside of groups") : HtmlMarkup.Of($"{string.Join(" › ", group.Key.Split("::", StringSplitOptions.RemoveEmptyEntries))}"));
            foreach (var check in group)
            {
                table.AddClassed(
                    check.Fails > 0 ? "bad" : "",
                    HtmlMarkup.Of($"{Parts.Icon(check.Fails > 0 ? "no" : "ok")}<code>{check.Name}</code>"),
                    Parts.Bar(check.Rate, Figures.Percent(check.Rate), check.Fails > 0 ? "bad" : "good"),
                    Parts.Text(Figures.Number(check.Passes)), Parts.Text(Figures.Number(check.Fails)));
            }
        }

        table.WriteTo(html);
        if (result.Checks.Count > MaxRows)
            html.Add($"<p class=\"note\">These are the {MaxRows} that held least; {Figures.Number(result.Checks.Count - MaxRows)} more are in the exports for machines.</p>");
        html.Add($"</section>\n");
    }

    // Where there are too many, those that held least.
    private static IEnumerable<LoadTestCheck> Cut(IReadOnlyList<LoadTestCheck> checks) => checks.Count <= MaxRows ? checks
        : checks.OrderBy(c => c.Rate).Take(MaxRows).OrderBy(c => c.Group, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal);
}
