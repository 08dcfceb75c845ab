using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>What k6's raw output says of a metric before its first sample.</summary>
/// <param name="Metric">Its name, kind and unit.</param>
/// <param name="Thresholds">The expressions of its own thresholds, such as <c>p(95)&lt;200</c>; those of submetrics are not in the raw output.</param>
/// <param name="Submetrics">The selectors of its submetrics as k6 writes them, such as <c>http_req_duration{status:200}</c>.</param>
public sealed record K6MetricDeclaration(Metric Metric, IReadOnlyList<string> Thresholds, IReadOnlyList<string> Submetrics);
