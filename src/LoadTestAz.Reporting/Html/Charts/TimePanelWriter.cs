namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>
/// Draws a chart over time. Shapes are in a box that is stretched with the page, texts beside them are not, so that a chart
/// reads well on a phone and on a wall without a script.
/// </summary>
internal sealed class TimePanelWriter(Course course, TimeDomain domain)
{
    /// <summary>Draws it.</summary>
    public void Write(HtmlBuilder html, TimePanel panel)
    {
        html.Add($"<figure class=\"panel\" data-panel=\"{panel.Id}\"><figcaption><b>{panel.Title}</b>");
        foreach (var line in Enumerable.Reverse(panel.Lines))
            html.Add($"<span class=\"key {line.Style}\"><svg aria-hidden=\"true\"><rect width=\"100%\" height=\"100%\"/></svg>{line.Name} <em>{line.Overall}</em></span>");
        html.Add($"</figcaption>\n<svg class=\"chart\" role=\"img\" aria-label=\"{panel.Title}. {panel.Description}\">");
        ChartGrid.Rows(html, panel.Scale);
        ChartGrid.Columns(html, domain.Ticks().Select(domain.Place));
        html.Add($"<svg viewBox=\"0 0 {SvgPath.Width} {SvgPath.Height}\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        foreach (var line in panel.Lines)
        {
            var points = Points(line, panel.Scale);
            if (line.IsArea)
                html.Add($"<path class=\"area {line.Style}\" d=\"{SvgPath.Below(points)}\"/>");
            html.Add($"<path class=\"line {line.Style}\" d=\"{SvgPath.Through(points)}\"/>");
        }

        html.Add($"</svg>");
        foreach (var (expression, limit) in panel.Limits)
            ChartGrid.Limit(html, expression, panel.Scale.Place(limit));
        ChartGrid.RowLabels(html, panel.Scale, panel.Label);
        html.Add($"</svg>\n<svg class=\"axis\" aria-hidden=\"true\">");
        foreach (var tick in domain.Ticks())
            ChartGrid.ColumnLabel(html, domain.Place(tick), TimeDomain.Text(tick));
        html.Add($"</svg>");
        if (panel.Note is { } note)
            html.Add($"<p class=\"note\">{note}</p>");
        html.Add($"</figure>\n");
    }

    private List<(int X, int Y)?> Points(TimeLine line, ValueScale scale)
    {
        var points = new List<(int X, int Y)?>();
        for (var i = 0; i < line.Values.Length; i++)
        {
            if (line.Values[i] is not { } value)
            {
                points.Add(null);
                continue;
            }

            var y = SvgPath.Y(scale.Place(value));
            var half = line.IsSteps ? course.Interval.TotalSeconds / 2 : 0;
            points.Add((SvgPath.X(domain.Place(course.MiddleOf(i) - half)), y));
            if (line.IsSteps)
                points.Add((SvgPath.X(domain.Place(course.MiddleOf(i) + half)), y));
        }

        return points;
    }
}
