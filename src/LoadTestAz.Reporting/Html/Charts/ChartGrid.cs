using System.Globalization;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>The lines and texts of a chart around its shapes; in percent of its size, so that texts keep theirs.</summary>
internal static class ChartGrid
{
    /// <summary>A line for each tick.</summary>
    public static void Rows(HtmlBuilder html, ValueScale scale)
    {
        foreach (var tick in scale.Ticks)
            html.Add($"<line class=\"grid\" x1=\"0\" x2=\"100%\" y1=\"{Down(scale.Place(tick))}\" y2=\"{Down(scale.Place(tick))}\"/>");
    }

    /// <summary>The value of each tick, left of its line; the style leaves room for it.</summary>
    public static void RowLabels(HtmlBuilder html, ValueScale scale, Func<double, string> label)
    {
        foreach (var tick in scale.Ticks)
            html.Add($"<text class=\"tick\" x=\"-6\" y=\"{Down(scale.Place(tick))}\" dy=\".32em\" text-anchor=\"end\">{label(tick)}</text>");
    }

    /// <summary>A line for each place of 0 to 1.</summary>
    public static void Columns(HtmlBuilder html, IEnumerable<double> places)
    {
        foreach (var place in places)
            html.Add($"<line class=\"grid\" x1=\"{Parts.Percent(place)}\" x2=\"{Parts.Percent(place)}\" y1=\"10%\" y2=\"100%\"/>");
    }

    /// <summary>A text below a place, kept within the chart.</summary>
    public static void ColumnLabel(HtmlBuilder html, double place, string text)
    {
        var anchor = place < 0.03 ? "start" : place > 0.97 ? "end" : "middle";
        html.Add($"<text class=\"tick\" x=\"{Parts.Percent(place)}\" y=\"1.1em\" text-anchor=\"{anchor}\">{text}</text>");
    }

    /// <summary>The limit of a threshold.</summary>
    public static void Limit(HtmlBuilder html, string expression, double place) => html.Add(
        $"<line class=\"limit\" x1=\"0\" x2=\"100%\" y1=\"{Down(place)}\" y2=\"{Down(place)}\"/><text class=\"limit\" x=\"100%\" y=\"{Down(place)}\" dx=\"-2\" dy=\"-.3em\" text-anchor=\"end\">{expression}</text>");

    /// <summary>How far down a place of 0 (foot) to 1 (head) is.</summary>
    public static HtmlMarkup Down(double place) => new(string.Create(CultureInfo.InvariantCulture, $"{SvgPath.Y(place) * 100.0 / SvgPath.Height:0.##}%"));
}
