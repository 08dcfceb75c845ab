namespace LoadTestAz.Metrics;

/// <summary>The four kinds of metric that k6 knows; each is merged in its own way.</summary>
public enum MetricType
{
    /// <summary>A sum; merged by adding.</summary>
    Counter,

    /// <summary>The last value by time, with the smallest and largest seen.</summary>
    Gauge,

    /// <summary>The share of non-zero samples.</summary>
    Rate,

    /// <summary>A distribution: count, sum, minimum, maximum and percentiles.</summary>
    Trend,
}

/// <summary>What a metric's numbers mean; k6 calls it <c>contains</c>.</summary>
public enum MetricContents
{
    /// <summary>Plain numbers.</summary>
    Default,

    /// <summary>Times in milliseconds.</summary>
    Time,

    /// <summary>Amounts of data in bytes.</summary>
    Data,
}

/// <summary>A metric's name and kind, as k6 declares it.</summary>
/// <param name="Name">k6's name, such as <c>http_req_duration</c>.</param>
/// <param name="Type">How its samples are kept and merged.</param>
/// <param name="Contains">The unit: plain, milliseconds, or bytes.</param>
public sealed record Metric(string Name, MetricType Type, MetricContents Contains = MetricContents.Default);
