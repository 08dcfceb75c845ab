using LoadTestAz.Metrics;

namespace LoadTestAz.Completion;

/// <summary>k6's built-in metrics, each with a rule to start from: the form is what nobody remembers, the number is everybody's own.</summary>
internal static class MetricRules
{
    private static readonly string[] First = [BuiltInMetrics.HttpReqDuration.Name, BuiltInMetrics.HttpReqFailed.Name, BuiltInMetrics.Checks.Name];

    /// <summary>The metrics, those that most rules are about first.</summary>
    public static IEnumerable<Metric> Metrics { get; } =
        BuiltInMetrics.All.OrderBy(m => (uint)Array.IndexOf(First, m.Name)).ThenBy(m => m.Name, StringComparer.Ordinal).ToArray();

    /// <summary>An expression that has to hold for the test to pass.</summary>
    public static string Good(Metric metric) => metric.Type switch
    {
        MetricType.Trend when metric.Contains is MetricContents.Time => "p(95)<500",
        MetricType.Trend => "p(75)<0.1",
        MetricType.Rate => metric.Name == BuiltInMetrics.Checks.Name ? "rate>0.99" : "rate<0.01",
        MetricType.Counter => metric.Name == BuiltInMetrics.DroppedIterations.Name ? "count<1" : "count>100",
        _ => "value<100",
    };

    /// <summary>An expression that must not hold for a minute.</summary>
    public static string Bad(Metric metric) => metric.Type switch
    {
        MetricType.Trend when metric.Contains is MetricContents.Time => "p(95)>5000 for 60s",
        MetricType.Trend => "p(75)>1 for 60s",
        MetricType.Rate => metric.Name == BuiltInMetrics.Checks.Name ? "rate<0.8 for 60s" : "rate>0.2 for 60s",
        MetricType.Counter => "rate<1 for 60s",
        _ => "value<1 for 60s",
    };

    /// <summary>What a menu says about a metric.</summary>
    public static string Tip(Metric metric) => metric.Contains switch
    {
        MetricContents.Time => $"{metric.Type} in milliseconds",
        MetricContents.Data => $"{metric.Type} in bytes",
        _ when metric.Type is MetricType.Rate => "Rate from 0 to 1",
        _ => $"{metric.Type}",
    };
}
