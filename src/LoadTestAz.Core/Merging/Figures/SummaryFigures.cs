using LoadTestAz.Merging.Estimates;
using LoadTestAz.Merging.K6.Summaries;

namespace LoadTestAz.Merging.Figures;

/// <summary>A metric of one worker that has only a summary.</summary>
/// <param name="Worker">The worker's name.</param>
/// <param name="Metric">Its figures.</param>
/// <param name="Count">How many samples it has; for a Trend.</param>
/// <param name="IsPerhapsEmpty">True when the figures may be those of no sample.</param>
internal sealed record SummaryFigures(string Worker, SummaryMetric Metric, SampleCount Count, bool IsPerhapsEmpty);
