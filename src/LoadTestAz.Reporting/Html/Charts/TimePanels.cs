using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>The charts over time of a result.</summary>
internal static class TimePanels
{
    // A limit further away than this would press the lines to the foot.
    private const double FarLimit = 1.6;

    /// <summary>Those that there is anything for.</summary>
    public static IEnumerable<TimePanel> Of(LoadTestResult result, Course course)
    {
        var hasRequests = course.Requests.Any(r => r > 0);
        if (hasRequests)
            yield return Throughput(course.Requests, "requests", "Requests", result.Metrics[BuiltInMetrics.HttpReqs.Name]);
        else if (course.Iterations.Any(i => i > 0))
            yield return Throughput(course.Iterations, "iterations", "Iterations", result.Metrics[BuiltInMetrics.Iterations.Name]);
        if (course.P99.Any(p => p is not null))
            yield return Latency(result, course);
        if (hasRequests && (result.Metrics[BuiltInMetrics.HttpReqFailed.Name] is not null || course.Failures.Any(f => f > 0)))
            yield return Failures(result, course);
        if (course.Vus.Any(v => v > 0))
            yield return Vus(course);
    }

    private static TimePanel Throughput(double?[] values, string key, string what, LoadTestMetric? metric)
    {
        var peak = values.Max() ?? 0;
        var overall = metric?.RatePerSecond is { } rate ? $"{Rate(rate)} mean, {Rate(peak)} peak" : $"{Rate(peak)} peak";
        return new TimePanel(
            key, $"{what} per second", ValueScale.FromZero(peak), Figures.Number,
            [new TimeLine(key, "All workers", values, "k-rate", overall, IsArea: true)],
            $"{what} per second over time: {overall}.");
    }

    private static TimePanel Latency(LoadTestResult result, Course course)
    {
        var metric = result.Metrics[BuiltInMetrics.HttpReqDuration.Name];
        var all = new[] { course.P50, course.P95, course.P99 };
        var known = all.SelectMany(v => v).OfType<double>().ToList();
        var usual = course.P50.OfType<double>().Order().ElementAt(course.P50.Count(p => p is not null) / 2);
        var limits = Limits(result).ToList();
        var near = limits.Where(l => l.Limit <= FarLimit * known.Max()).ToList();
        var far = limits.Except(near).ToList();
        var scale = ValueScale.Fitting(usual, known.Min(), Math.Max(known.Max(), near.Select(l => l.Limit).DefaultIfEmpty().Max()));
        var overall = string.Create(CultureInfo.InvariantCulture, $"median {Time(metric?.Med)}, 95th percentile {Time(metric?.P95)}, 99th percentile {Time(metric?.P99)} over the whole run");
        string?[] notes =
        [
            scale.IsLogarithmic ? "The scale is logarithmic." : null,
            far.Count == 0 ? null : $"Above the chart: {string.Join(", ", far.Select(l => l.Expression))}.",
        ];
        return new TimePanel(
            "latency", "Request duration", scale, v => Time(v),
            [
                new TimeLine("p99", "p(99)", course.P99, "k-p99", Time(metric?.P99)),
                new TimeLine("p95", "p(95)", course.P95, "k-p95", Time(metric?.P95)),
                new TimeLine("p50", "median", course.P50, "k-p50", Time(metric?.Med)),
            ],
            $"Request duration over time: {overall}.")
        {
            Limits = [.. near.Where(l => l.Limit >= scale.Low)],
            Note = notes.Any(n => n is not null) ? string.Join(' ', notes.OfType<string>()) : null,
        };
    }

    private static TimePanel Failures(LoadTestResult result, Course course)
    {
        var metric = result.Metrics[BuiltInMetrics.HttpReqFailed.Name];
        var peak = course.Failures.Max() ?? 0;
        var overall = metric?.Rate is { } rate ? $"{Figures.Percent(rate)} of all" : "";
        return new TimePanel(
            "failures", "Failed requests", ValueScale.FromZero(Math.Max(peak, 0.01)), Figures.Percent,
            [new TimeLine("failures", "Share", course.Failures, "k-fail", overall, IsSteps: true, IsArea: true)],
            peak == 0 ? "No request failed." : $"Share of failed requests over time: {overall}, at most {Figures.Percent(peak)}.");
    }

    private static TimePanel Vus(Course course)
    {
        var peak = course.Vus.Max() ?? 0;
        var overall = $"{Rate(peak)} at most";
        return new TimePanel(
            "vus", "Virtual users", ValueScale.FromZero(peak, whole: true), Figures.Number,
            [new TimeLine("vus", "At work", course.Vus, "k-vus", overall, IsSteps: true, IsArea: true)],
            $"Virtual users at work over time: {overall}.");
    }

    private static IEnumerable<(string Expression, double Limit)> Limits(LoadTestResult result) => result.Thresholds
        .Where(t => t.Metric == BuiltInMetrics.HttpReqDuration.Name)
        .Select(t => (t.Expression, Parsed: ThresholdExpression.TryParse(t.Expression, out var parsed, out _) ? parsed : null))
        .Where(t => t.Parsed is { Limit: > 0 } parsed && (parsed.Percentile is not null || parsed.Aggregation is "med"))
        .Select(t => (t.Expression, t.Parsed!.Limit));

    private static string Time(double? milliseconds) => Figures.Brief(milliseconds, MetricContents.Time);

    private static string Rate(double value) => Figures.Number(Math.Round(value, value < 10 ? 1 : 0));
}
