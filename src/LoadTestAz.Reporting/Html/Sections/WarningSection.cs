using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>What a reader of the figures has to know.</summary>
internal static class WarningSection
{
    private const int AtOnce = 5;
    private const int MaxWarnings = 60;
    private const int MaxLength = 700;

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Warnings.Count == 0)
            return;
        html.Add($"<section id=\"warnings\" class=\"warnings\"><h2>{Parts.Icon("at")}Before you use the figures</h2>");
        List(html, result.Warnings.Take(AtOnce));
        if (result.Warnings.Count > AtOnce)
        {
            html.Add($"<details><summary>{Figures.Number(result.Warnings.Count - AtOnce)} more</summary>");
            List(html, result.Warnings.Skip(AtOnce).Take(MaxWarnings));
            if (result.Warnings.Count > AtOnce + MaxWarnings)
                html.Add($"<p class=\"note\">… and {Figures.Number(result.Warnings.Count - AtOnce - MaxWarnings)} more.</p>");
            html.Add($"</details>");
        }

        html.Add($"</section>\n");
    }

    private static void List(HtmlBuilder html, IEnumerable<string> warnings)
    {
        html.Add($"<ul>");
        foreach (var warning in warnings)
            html.Add($"<li>{new HtmlMarkup(HtmlTemplate.Escape(warning, MaxLength))}\n");
        html.Add($"</ul>");
    }
}
