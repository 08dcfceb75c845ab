using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>How many samples of a Trend lie where: bars on a scale of equal factors, with its percentiles as flags.</summary>
internal static class HistogramChart
{
    // What is there can be seen, be it one in a million.
    private const int LeastHeight = 8;

    private const double FlagRow = 7.5;
    private const double RoomForText = 0.72;

    // So small a share of the smallest samples.
    private const double LeftOut = 0.0005;

    private static readonly (double Percentile, string Name)[] Flags = [(50, "median"), (90, "p(90)"), (95, "p(95)"), (99, "p(99)"), (99.9, "p(99.9)")];

    /// <summary>Draws it; nothing where the metric has no histogram, or all in one place, or values that such a scale can't have.</summary>
    public static void Write(HtmlBuilder html, LoadTestMetric metric)
    {
        if (metric.Histogram is not { Count: > 1 } all || all[0].From < 0 || all[^1].To <= 0 || !double.IsFinite(all[^1].To))
            return;
        var total = all.Sum(b => (double)b.Count);
        var bars = Bars(all, total);
        var scale = ValueScale.ByFactors(bars[0].From, bars[^1].To);
        var (low, high) = (bars[0].From, bars[^1].To);
        double Place(double value) => Math.Clamp(Math.Log(Math.Max(value, low) / low) / Math.Log(high / low), 0, 1);

        var peak = bars.Max(b => b.Count);
        string Label(double value) => Figures.Brief(value, metric.Contains);
        html.Add($"<figure class=\"panel bare\"><figcaption><b>Where the samples lie</b></figcaption>\n<svg class=\"chart tall\" role=\"img\" aria-label=\"Distribution of {metric.Name}: from {Label(metric.Min ?? low)} to {Label(metric.Max ?? high)}, median {Label(metric.Med ?? low)}.\">");
        ChartGrid.Columns(html, Ticks().Select(t => t.Place));
        html.Add($"<svg viewBox=\"0 0 {SvgPath.Width} {SvgPath.Height}\" preserveAspectRatio=\"none\" width=\"100%\" height=\"100%\">");
        foreach (var bar in bars)
        {
            var (left, right) = (SvgPath.X(Place(bar.From)), SvgPath.X(Place(bar.To)));
            var height = Math.Max(LeastHeight, (int)Math.Round(bar.Count / (double)peak * SvgPath.Height * (1 - FlagShare)));
            html.Add($"<rect class=\"k-bar\" x=\"{left}\" y=\"{SvgPath.Height - height}\" width=\"{Math.Max(1, right - left - 6)}\" height=\"{height}\"><title>{Label(bar.From)} to {Label(bar.To)}: {Figures.Number(bar.Count)} ({Figures.Percent(bar.Count / total)})</title></rect>");
        }

        html.Add($"</svg>");
        WriteFlags(html, metric, Place, Label);
        html.Add($"</svg>\n<svg class=\"axis\" aria-hidden=\"true\">");
        foreach (var (value, place) in Ticks())
            ChartGrid.ColumnLabel(html, place, Label(value));
        html.Add($"</svg>");
        if (total - bars.Sum(b => (double)b.Count) is > 0 and var below)
            html.Add($"<p class=\"note\">Left out: {Figures.Number(below)} samples below {Label(low)} ({Figures.Percent(below / total)}).</p>");
        html.Add($"</figure>\n");

        // Within one power of ten a few values more.
        IEnumerable<(double Value, double Place)> Ticks() => scale.Ticks
            .SelectMany(t => scale.Ticks.Count > 3 ? [t] : new[] { t, 2 * t, 5 * t })
            .Where(t => t >= low * 0.999 && t <= high * 1.001)
            .Select(t => (t, Place(t)));
    }

    private static double FlagShare => Flags.Length * FlagRow / 100;

    // Zeros have no place on a scale of factors, and a few that were very quick would press all others together.
    private static List<LoadTestBucket> Bars(IReadOnlyList<LoadTestBucket> all, double total)
    {
        var (below, skipped) = (0.0, 0);
        while (skipped < all.Count - 1 && (all[skipped].From <= 0 || below + all[skipped].Count < LeftOut * total))
            below += all[skipped++].Count;
        return [.. all.Skip(skipped)];
    }

    // Each has a row of its own. They stand right of their lines, the first one topmost, or left of them, the last one topmost:
    // so no text comes upon another's line.
    private static void WriteFlags(HtmlBuilder html, LoadTestMetric metric, Func<double, double> place, Func<double, string> label)
    {
        var flags = Flags.Select(f => (f.Name, Value: metric.GetPercentile(f.Percentile))).Where(f => f.Value is not null).Select(f => (f.Name, Value: f.Value!.Value, X: place(f.Value.Value))).ToList();
        var isLeft = flags.Exists(f => f.X > RoomForText);
        for (var i = 0; i < flags.Count; i++)
        {
            var x = Parts.Percent(flags[i].X);
            var y = new HtmlMarkup(FormattableString.Invariant($"{(isLeft ? flags.Count - 1 - i : i) * FlagRow:0.##}%"));
            html.Add($"<line class=\"flag\" x1=\"{x}\" x2=\"{x}\" y1=\"{y}\" y2=\"100%\"/><text class=\"flag\" x=\"{x}\" y=\"{y}\" dx=\"{(isLeft ? -5 : 5)}\" dy=\".85em\" text-anchor=\"{(isLeft ? "end" : "start")}\">{flags[i].Name} {label(flags[i].Value)}</text>");
        }
    }
}
