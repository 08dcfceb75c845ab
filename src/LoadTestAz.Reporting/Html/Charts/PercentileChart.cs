using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>
/// The percentiles of a Trend, the more of the width the rarer: as far from 90 to 99 as from 99 to 99.9. Where they are
/// estimates, what they lie between is a band.
/// </summary>
internal static class PercentileChart
{
    private const int Points = 160;
    private const double MostNines = 5;

    /// <summary>Draws it; nothing for a metric without percentiles.</summary>
    public static void Write(HtmlBuilder html, LoadTestMetric metric)
    {
        // Beyond this there is less than one sample.
        var nines = Math.Min(MostNines, Math.Log10(metric.Count ?? 1000));
        if (nines < 1 || metric.GetPercentile(50) is not { } median)
            return;
        var curve = Enumerable.Range(0, Points + 1).Select(i => (Place: (double)i / Points, Percentile: metric.GetBounds(PercentAt(nines * i / Points)))).Where(p => p.Percentile is not null).ToList();
        var finite = curve.Where(p => double.IsFinite(p.Percentile!.LowerBound) && double.IsFinite(p.Percentile.UpperBound)).ToList();
        var highest = finite.Select(p => p.Percentile!.UpperBound).Append(curve.Max(p => p.Percentile!.Value)).Max();
        if (curve.Min(p => p.Percentile!.Value) < 0)
            return;
        var scale = ValueScale.Fitting(median, Math.Min(median / 2, Math.Max(curve.Min(p => p.Percentile!.Value), median / 100)), highest);

        html.Add($"<figure class=\"panel\"><figcaption><b>How slow the slowest are</b></figcaption>\n<svg class=\"chart tall\" role=\"img\" aria-label=\"Percentiles of {metric.Name}.\">");
        ChartGrid.Rows(html, scale);
        ChartGrid.Columns(html, Ticks(nines).Select(t => t.Place));
        html.Add($"<svg viewBox=\"0 0 {SvgPath.Width} {SvgPath.Height}\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        if (curve.Exists(p => p.Percentile!.Method is FigureMethod.Estimate))
            html.Add($"<path class=\"band k-p95\" d=\"{Band(finite, scale)}\"/>");
        html.Add($"<path class=\"line k-p95\" d=\"{SvgPath.Through([.. curve.Select(p => ((int, int)?)(SvgPath.X(p.Place), SvgPath.Y(scale.Place(p.Percentile!.Value))))])}\"/></svg>");
        ChartGrid.RowLabels(html, scale, v => Figures.Brief(v, metric.Contains));
        html.Add($"</svg>\n<svg class=\"axis\" aria-hidden=\"true\">");
        foreach (var (place, text) in Ticks(nines))
            ChartGrid.ColumnLabel(html, place, text);
        html.Add($"</svg><p class=\"note\">So many per cent of all samples are at or below the line.{(scale.IsLogarithmic ? " The scale is logarithmic." : "")}{(curve.Exists(p => p.Percentile!.Method is FigureMethod.Estimate) ? " The true line lies within the band." : "")}</p></figure>\n");
    }

    private static double PercentAt(double nines) => Math.Round(100 * (1 - Math.Pow(10, -nines)), 9);

    private static IEnumerable<(double Place, string Text)> Ticks(double nines)
    {
        foreach (var percent in new[] { 50, 90, 99, 99.9, 99.99, 99.999 })
        {
            var place = Math.Log10(1 / (1 - (percent / 100))) / nines;
            if (place <= 1.0001)
                yield return (place, FormattableString.Invariant($"{percent} %"));
        }
    }

    private static HtmlMarkup Band(List<(double Place, LoadTestPercentile? Percentile)> curve, ValueScale scale)
    {
        var path = new SvgPath().Move(SvgPath.X(curve[0].Place), SvgPath.Y(scale.Place(curve[0].Percentile!.UpperBound)));
        foreach (var (place, percentile) in curve.Skip(1))
            path.Line(SvgPath.X(place), SvgPath.Y(scale.Place(percentile!.UpperBound)));
        foreach (var (place, percentile) in Enumerable.Reverse(curve))
            path.Line(SvgPath.X(place), SvgPath.Y(scale.Place(percentile!.LowerBound)));
        return path.Close().ToMarkup();
    }
}
