using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>Whether it passed, why not, how much of the load took part, and the few figures that everybody asks for.</summary>
internal static class VerdictSection
{
    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        html.Add($"<header class=\"verdict {(result.Passed ? "good" : "bad")}\" id=\"verdict\">{Parts.Icon(result.Passed ? "ok" : "no")}<div><p class=\"word\">{(result.Passed ? "Passed" : "Failed")}</p><h1>{result.Name}</h1><ul>");
        foreach (var reason in Reasons(result))
            html.Add($"<li>{reason}");
        html.Add($"</ul><p class=\"meta\">{Meta(result)}</p></div></header>\n<div class=\"tiles\">");
        WriteCoverage(html, result);
        WriteRequests(html, result);
        WriteLatency(html, result);
        WriteLoad(html, result);
        html.Add($"</div>\n");
    }

    private static IEnumerable<HtmlMarkup> Reasons(LoadTestResult result)
    {
        var crossed = result.Thresholds.Count(t => !t.Passed);
        if (!Expectations.HasEnded(result))
            yield return HtmlMarkup.Of($"The run did not go on to its end: {result.State.ToString()}.");
        if (result.StopReason is { } reason)
            yield return HtmlMarkup.Of($"Why it was stopped: {reason}");
        if (result.ScriptVerdict is { } verdict)
            yield return HtmlMarkup.Of($"Failed by the test itself: {verdict}");
        if (crossed > 0)
            yield return HtmlMarkup.Of($"<a href=\"#thresholds\">{crossed} of {Count(result.Thresholds.Count, "threshold")} crossed</a>.");
        else if (result.Thresholds.Count > 0)
            yield return HtmlMarkup.Of($"{(result.Thresholds.Count == 1 ? "The one threshold holds" : $"All {result.Thresholds.Count} thresholds hold")}.");
        else
            yield return HtmlMarkup.Of($"There were no thresholds to hold it against.");
        yield return HtmlMarkup.Of($"{(Expectations.IsCovered(result) ? "Enough" : "Not enough")} of the planned load took part: {Expectations.Coverage(result.Coverage)} (asked for: {Figures.Percent(result.MinCoverage)}).");
        if (result.Warnings.Count > 0)
            yield return HtmlMarkup.Of($"<a href=\"#warnings\">{Count(result.Warnings.Count, "warning")}</a> to read before the figures are used.");
    }

    private static HtmlMarkup Meta(LoadTestResult result)
    {
        var started = result.StartedAt is { } start ? FormattableString.Invariant($"started {start.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, ") : "";
        return HtmlMarkup.Of($"Run <code>{result.RunId}</code>, {started}{Figures.Duration(result.Duration)}{(result.Engine.Length > 0 ? $" on {result.Engine}" : "")}");
    }

    private static void WriteCoverage(HtmlBuilder html, LoadTestResult result)
    {
        var coverage = result.Coverage;
        var counts = coverage.PlannedVus > 0
            ? HtmlMarkup.Of($"{Figures.Number(coverage.FinishedVus)} of {Figures.Number(coverage.PlannedVus)} VUs, {Figures.Number(coverage.FinishedWorkers)} of {Count(coverage.PlannedWorkers, "worker")}")
            : HtmlMarkup.Of($"{Figures.Number(coverage.FinishedWorkers)} of {Count(coverage.PlannedWorkers, "worker")}");
        Tile(html, "Coverage", Figures.Percent(coverage.Share), HtmlMarkup.Of($"{Parts.Bar(coverage.Share, "", Expectations.IsCovered(result) ? "good" : "bad")}{counts}"));
    }

    private static void WriteRequests(HtmlBuilder html, LoadTestResult result)
    {
        var requests = result.Metrics[BuiltInMetrics.HttpReqs.Name];
        if ((requests ?? result.Metrics[BuiltInMetrics.Iterations.Name]) is { Count: { } count } counted)
            Tile(html, requests is null ? "Iterations" : "Requests", Figures.Number(count), Parts.Text(counted.RatePerSecond is { } rate ? $"{Figures.Number(Math.Round(rate, 1))} per second" : ""));
        var failed = result.Metrics[BuiltInMetrics.HttpReqFailed.Name] ?? result.Metrics[BuiltInMetrics.BrowserHttpReqFailed.Name];
        if (failed is { Rate: { } share })
            Tile(html, "Failed requests", Figures.Percent(share), HtmlMarkup.Of($"{Figures.Number(failed.Passes ?? 0)} of {Figures.Number(failed.Count ?? 0)}"));
    }

    private static void WriteLatency(HtmlBuilder html, LoadTestResult result)
    {
        if (Latency.MainTrend(result) is { } metric && metric.P95 is { } p95)
            Tile(html, $"{Latency.TitleOf(metric)}, p(95)", Figures.Brief(p95, metric.Contains), HtmlMarkup.Of($"median {Figures.Brief(metric.Med, metric.Contains)}, p(99) {Figures.Brief(metric.P99, metric.Contains)}"));
    }

    private static void WriteLoad(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Checks.Count > 0 && result.Metrics[BuiltInMetrics.Checks.Name] is { Rate: { } held } checks)
            Tile(html, "Checks held", Figures.Percent(held), HtmlMarkup.Of($"{Figures.Number(checks.Fails ?? 0)} of {Figures.Number(checks.Count ?? 0)} did not"));
        if (result.DroppedIterations > 0)
            Tile(html, "Dropped iterations", Figures.Number(result.DroppedIterations), HtmlMarkup.Of($"the arrival rate was not kept"));
    }

    private static void Tile(HtmlBuilder html, string title, string value, HtmlMarkup detail) =>
        html.Add($"<div class=\"tile\"><p class=\"name\">{title}</p><p class=\"value\">{value}</p><p class=\"detail\">{detail}</p></div>");

    private static string Count(int count, string what) => $"{Figures.Number(count)} {what}{(count == 1 ? "" : "s")}";
}
