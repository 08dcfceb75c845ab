using LoadTestAz.Merging;
using LoadTestAz.Reporting.Html.Charts;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>The charts over time, one below the other on the same time axis.</summary>
internal static class TimeSection
{
    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (Course.Of(result) is not { } course || TimePanels.Of(result, course).ToList() is not { Count: > 0 } panels)
            return;
        var domain = course.Domain();
        html.Add($"<section id=\"time\"><h2>Over time</h2>\n<div class=\"course\" tabindex=\"0\" role=\"group\" aria-label=\"Charts over time; arrow keys go through the intervals\">\n");
        var writer = new TimePanelWriter(course, domain);
        foreach (var panel in panels)
            writer.Write(html, panel);
        html.Add($"<output class=\"readout\" hidden></output></div>\n<p class=\"note\">{Explain(course)}</p>\n");
        html.Add($"<script type=\"application/json\" id=\"course\">{CourseData.Of(result, course, domain, panels)}</script></section>\n");
    }

    private static HtmlMarkup Explain(Course course)
    {
        var interval = Figures.Duration(course.Interval);
        var coarse = course.Interval > TimeSpan.FromSeconds(1)
            ? HtmlMarkup.Of($" That is as fine as they are kept of a test of this length: what is shorter than {interval} does not show, be it a peak or a gap.")
            : default;
        return HtmlMarkup.Of($"Minutes and seconds since the load began. Each point is of {interval}, over all workers: rates and virtual users are means over it, percentiles are of the samples within it, at most 1 % off.{coarse} Where the load begins and ends, rates are over the part of the interval that it took.");
    }
}
