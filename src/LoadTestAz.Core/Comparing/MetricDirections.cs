using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Comparing;

/// <summary>Which way is good of each metric.</summary>
internal static class MetricDirections
{
    private static readonly HashSet<string> Up =
        [BuiltInMetrics.HttpReqs.Name, BuiltInMetrics.Iterations.Name, BuiltInMetrics.Checks.Name];

    private static readonly HashSet<string> Down =
        [BuiltInMetrics.HttpReqFailed.Name, BuiltInMetrics.BrowserHttpReqFailed.Name, BuiltInMetrics.DroppedIterations.Name, BuiltInMetrics.BrowserWebVitalCls.Name];

    /// <summary>Which way is good of a metric or submetric; of a script's own only times are known.</summary>
    public static MetricDirection Of(LoadTestMetric metric)
    {
        var name = metric.Name.Split('{')[0];
        return Up.Contains(name) ? MetricDirection.Up
            : Down.Contains(name) || (metric.Type is MetricType.Trend && metric.Contains is MetricContents.Time) ? MetricDirection.Down
            : MetricDirection.Unknown;
    }
}
