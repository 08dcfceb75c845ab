using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>The Trend that says most about how fast the target was.</summary>
internal static class Latency
{
    private static readonly (string Metric, string Title)[] Preferred =
    [
        (BuiltInMetrics.HttpReqDuration.Name, "Request duration"),
        (BuiltInMetrics.BrowserWebVitalLcp.Name, "Largest contentful paint"),
        (BuiltInMetrics.GrpcReqDuration.Name, "gRPC request duration"),
        (BuiltInMetrics.BrowserHttpReqDuration.Name, "Browser request duration"),
        (BuiltInMetrics.IterationDuration.Name, "Iteration duration"),
    ];

    /// <summary>The first of the built-in ones that has samples; null for none.</summary>
    public static LoadTestMetric? MainTrend(LoadTestResult result) =>
        Preferred.Select(p => result.Metrics[p.Metric]).FirstOrDefault(m => m is { Med: not null, Count: null or > 0 });

    /// <summary>What people call it.</summary>
    public static string TitleOf(LoadTestMetric metric) => Preferred.First(p => p.Metric == metric.Name).Title;
}
