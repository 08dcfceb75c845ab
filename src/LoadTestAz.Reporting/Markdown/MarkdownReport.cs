using System.Globalization;
using System.Text;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Reporting.Markdown;

/// <summary>
/// A result for people, as a comment on a pull request or the summary of a build: the verdict first, and short enough
/// whatever the result holds. GitHub takes 65,536 characters, Azure DevOps more.
/// </summary>
internal sealed class MarkdownReport : IReportWriter
{
    /// <summary>GitHub refuses comments that are longer.</summary>
    public const int MaxLength = 65_536;

    // With these a report of the longest names stays below MaxLength; a test holds that.
    private const int MaxThresholds = 40;
    private const int MaxMetrics = 40;
    private const int MaxChecks = 25;
    private const int MaxWorkers = 25;
    private const int MaxWarnings = 15;
    private const int MaxEstimates = 25;
    private const int MaxSentence = 300;

    private static readonly (string Metric, string Title)[] KeyCounters =
        [("http_reqs", "Requests"), ("iterations", "Iterations"), ("data_received", "Data received"), ("data_sent", "Data sent")];

    private static readonly (string Metric, string Title)[] KeyTrends =
        [("http_req_duration", "Request duration"), ("iteration_duration", "Iteration duration"), ("browser_web_vital_lcp", "Largest contentful paint")];

    public LoadTestReportFormat Format => LoadTestReportFormat.Markdown;

    public string Extension => "md";

    public void Write(LoadTestResult result, Stream output)
    {
        var text = new StringBuilder();
        WriteVerdict(text, result);
        WriteThresholds(text, result);
        WriteKeyFigures(text, result);
        WriteFailedChecks(text, result);
        WriteMissingWorkers(text, result);
        WriteWarnings(text, result);
        WriteMetrics(text, result);
        output.Write(Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\n') + "\n"));
    }

    private static void WriteVerdict(StringBuilder text, LoadTestResult result)
    {
        var crossed = result.Thresholds.Count(t => !t.Passed);
        text.Append(result.Passed ? "## ✅ Passed: " : "## ❌ Failed: ").Append(MarkdownText.Code(result.Name)).Append("\n\n");
        if (!Expectations.HasEnded(result))
            text.Append(CultureInfo.InvariantCulture, $"**The run did not go on to its end: {result.State}.** ");
        if (result.StopReason is { } reason)
            text.Append(CultureInfo.InvariantCulture, $"**Why it was stopped:** {MarkdownText.Code(reason, MaxSentence)} ");
        if (crossed > 0)
            text.Append(CultureInfo.InvariantCulture, $"**{crossed} of {result.Thresholds.Count} thresholds crossed.** ");
        if (result.ScriptVerdict is { } verdict)
            text.Append(CultureInfo.InvariantCulture, $"**Failed by the test itself:** {MarkdownText.Code(verdict, MaxSentence)} ");
        text.Append(Expectations.IsCovered(result) ? "Coverage " : "**Not enough of the load took part.** Coverage ");
        text.Append(CultureInfo.InvariantCulture, $"{Expectations.Coverage(result.Coverage)} (asked for: {Figures.Percent(result.MinCoverage)}).\n\n");

        text.Append(CultureInfo.InvariantCulture, $"Run {MarkdownText.Code(result.RunId)}, {result.State}, {Figures.Duration(result.Duration)}");
        if (result.Engine.Length > 0)
            text.Append(CultureInfo.InvariantCulture, $" on {MarkdownText.Code(result.Engine)}");
        if (result.StartedAt is { } start)
            text.Append(CultureInfo.InvariantCulture, $", started {start.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC");
        text.Append(".\n\n");
    }

    private static void WriteThresholds(StringBuilder text, LoadTestResult result)
    {
        var table = new MarkdownTable("Threshold", "Metric", "Expected", "Actual:");
        foreach (var threshold in result.Thresholds.OrderBy(t => t.Passed))
            table.Add(threshold.Passed ? "✅ holds" : "❌ crossed", MarkdownText.Code(threshold.Metric), MarkdownText.Code(threshold.Expression), Expectations.Actual(result, threshold));
        table.WriteTo(text, MaxThresholds);
    }

    private static void WriteKeyFigures(StringBuilder text, LoadTestResult result)
    {
        var table = new MarkdownTable("Figure", "Value:", "Detail");
        foreach (var (name, title) in KeyCounters)
        {
            if (result.Metrics[name] is { Count: { } count, Contains: var contains } metric)
                table.Add(title, Figures.Of(count, contains), metric.RatePerSecond is null ? "" : $"{Figures.Of(metric.RatePerSecond, contains)} per second");
        }

        if (result.DroppedIterations > 0)
            table.Add("Dropped iterations", Figures.Number(result.DroppedIterations), "the arrival rate was not kept");
        if (result.Metrics["http_req_failed"] is { Rate: { } rate } failed)
            table.Add("Failed requests", Figures.Percent(rate), $"{Figures.Of(failed.Passes, MetricContents.Default)} of {Figures.Of(failed.Count, MetricContents.Default)}");
        foreach (var (name, title) in KeyTrends)
        {
            if (result.Metrics[name] is { Med: not null } metric)
                table.Add($"{title}, median", Time(metric.Med), $"p(95) {Time(metric.P95)}, p(99) {Time(metric.P99)}, max {Time(metric.Max)}");
        }

        table.WriteTo(text, int.MaxValue);

        static string Time(double? milliseconds) => Figures.Of(milliseconds, MetricContents.Time);
    }

    private static void WriteFailedChecks(StringBuilder text, LoadTestResult result)
    {
        var failed = result.Checks.Where(c => c.Fails > 0).OrderBy(c => c.Rate).ToList();
        if (result.Checks.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"### Checks\n\n{result.Checks.Count - failed.Count} of {result.Checks.Count} held every time.\n\n");
        var table = new MarkdownTable("Check", "Group", "Failed:", "Of:", "Held:");
        foreach (var check in failed)
        {
            table.Add(
                MarkdownText.Code(check.Name), check.Group.Length == 0 ? Figures.None : MarkdownText.Code(check.Group),
                Figures.Number(check.Fails), Figures.Number(check.Passes + check.Fails), Figures.Percent(check.Rate));
        }

        table.WriteTo(text, MaxChecks);
    }

    private static void WriteMissingWorkers(StringBuilder text, LoadTestResult result)
    {
        var table = new MarkdownTable("Worker:", "VUs:", "What happened");
        foreach (var worker in Expectations.Missing(result))
            table.Add(Figures.Number(worker.Index), Figures.Number(worker.Vus), MarkdownText.Code(Expectations.Reason(worker), MaxSentence));
        table.WriteTo(text, MaxWorkers, "Missing workers");
    }

    private static void WriteWarnings(StringBuilder text, LoadTestResult result)
    {
        if (result.Warnings.Count == 0)
            return;
        text.Append("### Warnings\n\n");
        foreach (var warning in result.Warnings.Take(MaxWarnings))
            text.Append(CultureInfo.InvariantCulture, $"- {MarkdownText.Code(warning, MaxSentence)}\n");
        if (result.Warnings.Count > MaxWarnings)
            text.Append(CultureInfo.InvariantCulture, $"- … and {result.Warnings.Count - MaxWarnings} more.\n");
        text.Append('\n');
    }

    private static void WriteMetrics(StringBuilder text, LoadTestResult result)
    {
        text.Append("### Metrics\n\n");
        var trends = new MarkdownTable("Trend", "Count:", "Avg:", "Min:", "Med:", "p(90):", "p(95):", "p(99):", "p(99.9):", "Max:", "Method");
        var others = new MarkdownTable("Metric", "Value:", "Detail", "Method");
        foreach (var metric in result.Metrics)
        {
            if (metric.Type is MetricType.Trend)
            {
                string[] figures = [.. new[] { metric.Avg, metric.Min, metric.Med, metric.P90, metric.P95, metric.P99, metric.P999, metric.Max }.Select(f => Figures.Of(f, metric.Contains))];
                trends.Add([MarkdownText.Code(metric.Name), Figures.Of(metric.Count, MetricContents.Default), .. figures, Method(metric)]);
            }
            else
            {
                var (value, detail) = Describe(metric);
                others.Add(MarkdownText.Code(metric.Name), value, detail, metric.Method.ToString());
            }
        }

        trends.WriteTo(text, MaxMetrics);
        others.WriteTo(text, MaxMetrics);
        if (result.Metrics.Any(m => m.Method is FigureMethod.Sketch))
            text.Append("Sketch: percentiles of all samples together, at most 0.1 % off; the other figures are exact.\n");
        WriteBounds(text, result);
    }

    private static void WriteBounds(StringBuilder text, LoadTestResult result)
    {
        var estimates = new MarkdownTable("Estimate", "Percentile:", "At least:", "Value:", "At most:");
        foreach (var metric in result.Metrics.Where(m => m.Percentiles is not null).OrderByDescending(m => m.Name is "http_req_duration"))
        {
            foreach (var p in metric.Percentiles!.Where(p => p.Method is FigureMethod.Estimate))
                estimates.Add(MarkdownText.Code(metric.Name), Figures.Number(p.Percentile), Figures.Of(p.LowerBound, metric.Contains), Figures.Of(p.Value, metric.Contains), Figures.Of(p.UpperBound, metric.Contains));
        }

        estimates.WriteTo(text, MaxEstimates, "Estimates");
        if (result.Metrics.Any(m => m.Method is FigureMethod.Estimate && m.RelativeError is null))
            text.Append("Estimate: of some workers there are only summaries, which do not determine it; the true figure lies between the bounds.\n");
        if (result.Metrics.Any(m => m is { Method: FigureMethod.Estimate, RelativeError: not null }))
            text.Append("Estimate: percentiles of all samples together, at most so far off; the other figures are exact.\n");
    }

    private static string Method(LoadTestMetric metric) =>
        metric is { Method: FigureMethod.Estimate, RelativeError: { } error } ? $"{metric.Method}, within {Figures.Percent(error)}" : metric.Method.ToString();

    private static (string Value, string Detail) Describe(LoadTestMetric metric) => metric.Type switch
    {
        MetricType.Counter => (Figures.Of(metric.Count, metric.Contains), metric.RatePerSecond is null ? "" : $"{Figures.Of(metric.RatePerSecond, metric.Contains)} per second"),
        MetricType.Rate => (metric.Rate is { } rate ? Figures.Percent(rate) : Figures.None, $"{Figures.Of(metric.Passes, MetricContents.Default)} of {Figures.Of(metric.Count, MetricContents.Default)}"),
        _ => (Figures.Of(metric.Value, metric.Contains), $"min {Figures.Of(metric.Min, metric.Contains)}, max {Figures.Of(metric.Max, metric.Contains)}"),
    };
}
