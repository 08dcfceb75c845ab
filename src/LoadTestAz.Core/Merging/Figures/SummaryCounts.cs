using LoadTestAz.Merging.Estimates;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>
/// How many samples a Trend of a summary has. k6 says it only when it is asked for (<c>count</c> among the summaryTrendStats),
/// but some metrics are always measured together.
/// </summary>
internal static class SummaryCounts
{
    private const string ScenarioTag = "scenario";
    private const int MaxUntold = 2;

    // All of them are of one request, with the same tags.
    // https://github.com/grafana/k6/blob/v2.2.0/lib/netext/httpext/tracer.go SaveSamples
    private static readonly HashSet<string> OfRequests =
    [
        BuiltInMetrics.HttpReqDuration.Name, BuiltInMetrics.HttpReqBlocked.Name, BuiltInMetrics.HttpReqConnecting.Name,
        BuiltInMetrics.HttpReqTlsHandshaking.Name, BuiltInMetrics.HttpReqSending.Name, BuiltInMetrics.HttpReqWaiting.Name, BuiltInMetrics.HttpReqReceiving.Name,
    ];

    /// <summary>The number of samples as far as the summary determines it.</summary>
    public static SampleCount Of(SummaryMetric trend, K6Summary summary)
    {
        if (trend.Count is { } told)
            return SampleCount.Exactly((long)told);
        var selector = trend.Selector;
        if (OfRequest(selector, summary) is { } related)
            return SampleCount.Exactly(related);
        var atLeast = IsPerhapsEmpty(trend, summary) ? 0 : 1;
        if (selector.Metric == BuiltInMetrics.IterationDuration.Name && Total(BuiltInMetrics.Iterations.Name, selector.Tags, summary) is { } iterations)
            return new SampleCount(Math.Max(iterations, atLeast), Math.Max(iterations, atLeast) + Untold(selector, summary));
        if (!selector.IsSubmetric)
            return new SampleCount(atLeast, null);

        // A submetric has no more than its metric.
        var parent = new MetricSelector(selector.Metric, TagSet.Empty);
        var atMost = summary.Find(parent) is { } metric ? Of(metric, summary).AtMost : null;
        return new SampleCount(Math.Min(atLeast, atMost ?? atLeast), atMost);
    }

    /// <summary>True when a summary shows nothing but zeros, and may do so for a metric that has no samples.</summary>
    /// <remarks>k6 shows an empty metric only when a threshold names it, and machine-readable summaries have no thresholds.</remarks>
    public static bool IsPerhapsEmpty(SummaryMetric metric, K6Summary summary) =>
        metric.Figures.All(f => f == 0)
        && (metric.Thresholds.Count > 0 || metric.Selector.IsSubmetric || summary.Kind is SummaryKind.MachineReadable || !metric.Figures.Any());

    // Before v0.54 k6 measured setup() and teardown() as iterations, but did not count them, and such a summary does not
    // tell its version. Both are of no scenario.
    private static int Untold(MetricSelector selector, K6Summary summary) =>
        summary.Kind is SummaryKind.MachineReadable || selector.Tags.Pairs.Any(t => t.Key == ScenarioTag) ? 0 : MaxUntold;

    private static long? OfRequest(MetricSelector selector, K6Summary summary)
    {
        if (!OfRequests.Contains(selector.Metric))
            return null;
        if (Total(BuiltInMetrics.HttpReqs.Name, selector.Tags, summary) is { } requests)
            return requests;

        // k6 marks each request that it judges as expected or failed, unless the script has told it not to judge.
        if (selector.Tags.Pairs is [{ Key: var tag, Value: var expected }] && tag == BuiltInMetrics.ExpectedResponses.Tags.Pairs[0].Key
            && summary.Find(new MetricSelector(BuiltInMetrics.HttpReqFailed.Name, TagSet.Empty)) is { Passes: { } failed, Count: { } judged }
            && judged == Total(BuiltInMetrics.HttpReqs.Name, TagSet.Empty, summary))
            return expected == "false" ? failed : expected == "true" ? (long)judged - failed : null;
        return null;
    }

    private static long? Total(string counter, TagSet tags, K6Summary summary) =>
        summary.Find(new MetricSelector(counter, tags)) is { Type: MetricType.Counter, Count: { } count } && count >= 0 && count < long.MaxValue && count == Math.Floor(count) ? (long)count : null;
}
