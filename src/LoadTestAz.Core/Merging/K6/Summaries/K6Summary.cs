using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>What one k6 says of its test at the end.</summary>
/// <param name="Kind">The shape that it was read from.</param>
/// <param name="Duration">How long the test took, setup and teardown included; null when that is not to be known.</param>
/// <param name="Metrics">Its metrics and submetrics.</param>
/// <param name="Checks">Its checks; a machine-readable summary does not know their groups.</param>
internal sealed record K6Summary(SummaryKind Kind, TimeSpan? Duration, IReadOnlyList<SummaryMetric> Metrics, IReadOnlyList<LoadTestCheck> Checks)
{
    /// <summary>The metric or submetric, or null.</summary>
    public SummaryMetric? Find(MetricSelector selector) => Metrics.FirstOrDefault(m => m.Selector == selector);
}
