using LoadTestAz.Merging;
using LoadTestAz.Reporting.Html.Charts;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>What was asked for and what came, those that are crossed first.</summary>
internal static class ThresholdSection
{
    private const int MaxRows = 200;

    // More stand there where these would not tell on which side of the limit the figure is.
    private const int Digits = 4;

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Thresholds.Count == 0)
            return;
        html.Add($"<section id=\"thresholds\"><h2>Thresholds</h2>\n");
        var table = new HtmlTable("Thresholds", "Verdict", "Metric", "Expected", "Actual:", "Against the limit");
        foreach (var threshold in result.Thresholds.OrderBy(t => t.Passed))
        {
            table.AddClassed(
                threshold.Passed ? "" : "bad",
                threshold.IsDecided ? Parts.Sign(threshold.Passed, threshold.Passed ? "holds" : "crossed") : Parts.Caution(threshold.Passed ? "holds, not decided" : "crossed, not decided"),
                Parts.Code(threshold.Metric), Parts.Code(threshold.Expression), Parts.Text(Expectations.Actual(result, threshold, Digits)), Bullet(threshold));
        }

        table.WriteTo(html, MaxRows);
        html.Add($"<p class=\"note\">Judged on the samples of all workers together.</p></section>\n");
    }

    // The limit stands at two thirds, so that the figures of all rows can be compared with their limits by eye.
    private static HtmlMarkup Bullet(LoadTestThreshold threshold)
    {
        const double limitAt = 2.0 / 3;
        if (threshold is not { Actual: >= 0 and { } actual, Limit: > 0 and { } limit } || !double.IsFinite(actual / limit))
            return HtmlMarkup.Of($"");
        var share = actual / limit;
        return HtmlMarkup.Of($"<svg class=\"bullet {(threshold.Passed ? "good" : "bad")}\" role=\"img\" aria-label=\"{Figures.Percent(share)} of the limit\"><rect class=\"b\" width=\"100%\" height=\"100%\"/><rect class=\"f\" y=\"25%\" width=\"{Parts.Percent(share * limitAt)}\" height=\"50%\"/><rect class=\"l\" x=\"{Parts.Percent(limitAt)}\" width=\"2\" height=\"100%\"/></svg>");
    }
}
