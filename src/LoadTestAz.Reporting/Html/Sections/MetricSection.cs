using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>All metrics, each figure with how it came about.</summary>
internal static class MetricSection
{
    private const int MaxRows = 250;

    // So many fit side by side; the exports for machines have the others.
    private const int Digits = 4;

    private static readonly double[] Percentiles = [50, 90, 95, 99, 99.9];

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Metrics.Count == 0)
            return;
        var trends = new HtmlTable("Trends", "Trend", "Count:", "Avg:", "Min:", "Med:", "p(90):", "p(95):", "p(99):", "p(99.9):", "Max:", "Percentiles are");
        var others = new HtmlTable("Counters, rates and gauges", "Metric", "Kind", "Value:", "Detail", "It is");
        foreach (var metric in result.Metrics)
        {
            if (metric.Type is MetricType.Trend)
                trends.Add([Name(metric), Parts.Text(Figures.Of(metric.Count, MetricContents.Default)), Avg(metric), Text(metric.Min, metric.Contains), .. Percentiles.Select(p => Percentile(metric, p)), Text(metric.Max, metric.Contains), Parts.Text(Method(metric))]);
            else
                others.Add(Name(metric), Parts.Text(MetricNames.Of(metric.Type)), Value(metric), Parts.Text(Detail(metric)), Parts.Text(Method(metric)));
        }

        html.Add($"<section id=\"metrics\"><h2>Metrics</h2>\n");
        trends.WriteTo(html, MaxRows);
        others.WriteTo(html, MaxRows);
        html.Add($"<p class=\"note\">Exact: from every sample. Sketch: of all samples together, from a distribution whose percentiles are at most 0.1 % off; count, mean, smallest and largest are exact. Estimate: not determined by what was given; it lies between the bounds that stand with it. No percentile is a mean of workers' percentiles.</p></section>\n");
    }

    private static HtmlMarkup Name(LoadTestMetric metric) => Parts.Code(metric.Name);

    private static HtmlMarkup Text(double? value, MetricContents contains) => Parts.Text(Figures.Brief(value, contains, Digits));

    private static HtmlMarkup Avg(LoadTestMetric metric) => WithBounds(Figures.Brief(metric.Avg, metric.Contains, Digits), metric.AvgBounds, metric.Contains);

    private static HtmlMarkup Percentile(LoadTestMetric metric, double percentile) => metric.GetBounds(percentile) is not { } known
        ? Parts.Text(Figures.None)
        : WithBounds(Figures.Brief(known.Value, metric.Contains, Digits), known.Method is FigureMethod.Estimate ? new(known.LowerBound, known.UpperBound) : null, metric.Contains);

    private static HtmlMarkup WithBounds(string figure, LoadTestBounds? bounds, MetricContents contains) => bounds is null
        ? Parts.Text(figure)
        : HtmlMarkup.Of($"{figure}<small class=\"bounds\">{Bound(bounds.LowerBound, contains)} to {Bound(bounds.UpperBound, contains)}</small>");

    private static string Bound(double bound, MetricContents contains) => Figures.Brief(bound, contains, Digits).Replace(' ', '\u00A0');

    private static HtmlMarkup Value(LoadTestMetric metric) => metric.Type switch
    {
        MetricType.Counter => Parts.Text(Figures.Of(metric.Count, metric.Contains)),
        MetricType.Rate => Parts.Text(metric.Rate is { } rate ? Figures.Percent(rate) : Figures.None),
        _ => WithBounds(Figures.Of(metric.Value, metric.Contains), metric.ValueBounds, metric.Contains),
    };

    private static string Detail(LoadTestMetric metric) => metric.Type switch
    {
        MetricType.Counter => metric.RatePerSecond is null ? "" : $"{Figures.Of(metric.RatePerSecond, metric.Contains)} per second",
        MetricType.Rate => $"{Figures.Of(metric.Passes, MetricContents.Default)} of {Figures.Of(metric.Count, MetricContents.Default)}",
        _ => $"from {Figures.Of(metric.Min, metric.Contains)} to {Figures.Of(metric.Max, metric.Contains)}",
    };

    private static string Method(LoadTestMetric metric) => metric switch
    {
        { Method: FigureMethod.Sketch } => "sketch,\u00A0±\u00A00.1\u00A0%",
        { Method: FigureMethod.Estimate, RelativeError: { } error } => $"estimate,\u00A0±\u00A0{Figures.Percent(error).Replace(' ', '\u00A0')}",
        { Method: FigureMethod.Estimate } => "estimate",
        _ => "exact",
    };
}
