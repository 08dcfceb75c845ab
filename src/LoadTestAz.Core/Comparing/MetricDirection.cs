namespace LoadTestAz.Comparing;

/// <summary>Which way is good.</summary>
internal enum MetricDirection
{
    /// <summary>Nobody knows.</summary>
    Unknown,

    /// <summary>Less is better: times, failures.</summary>
    Down,

    /// <summary>More is better: throughput, checks that hold.</summary>
    Up,
}
