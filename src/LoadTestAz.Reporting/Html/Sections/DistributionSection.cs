using LoadTestAz.Merging;
using LoadTestAz.Reporting.Html.Charts;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>The distribution of the Trend that says most.</summary>
internal static class DistributionSection
{
    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (Latency.MainTrend(result) is not { } metric)
            return;
        var charts = new HtmlBuilder();
        HistogramChart.Write(charts, metric);
        PercentileChart.Write(charts, metric);
        if (charts.ToString().Length > 0)
            html.Add($"<section id=\"distribution\"><h2>Distribution of {Latency.TitleOf(metric).ToLowerInvariant()} <small><code>{metric.Name}</code></small></h2>\n<div class=\"pair\">\n{charts.ToMarkup()}</div></section>\n");
    }
}
