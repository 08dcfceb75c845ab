using LoadTestAz.Metrics;

namespace LoadTestAz.Merging;

/// <summary>Two files have a metric of one name, but of different types, so that they cannot be put together.</summary>
public sealed class MetricConflictException(string metric, MetricType type, string path, MetricType otherType, string otherPath)
    : Exception(path == otherPath
        ? $"The metric '{metric}' is both a {type} and a {otherType} in '{path}'. Rename one of the two in the script, or leave the file out."
        : $"The metric '{metric}' is a {type} in '{path}', but a {otherType} in '{otherPath}'. Metrics of one name must be of one type to be merged: rename one of the two in its script, or merge the files apart.")
{
    /// <summary>The name that both bear.</summary>
    public string Metric { get; } = metric;
}
