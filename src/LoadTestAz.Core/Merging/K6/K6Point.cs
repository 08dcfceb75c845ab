using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>One sample of k6's raw output.</summary>
/// <param name="Metric">The metric it belongs to.</param>
/// <param name="UtcTicks">When it was taken.</param>
/// <param name="Value">Its value; finite.</param>
/// <param name="Tags">Its tags.</param>
internal readonly record struct K6Point(Metric Metric, long UtcTicks, double Value, TagSet Tags);
