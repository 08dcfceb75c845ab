using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>What came of one metric with one set of tags within an interval.</summary>
/// <param name="Name">The metric's name as it was sent.</param>
/// <param name="Unit">Its unit, in UCUM's notation: <c>ms</c>, <c>By</c>, or nothing.</param>
/// <param name="Kind">What the numbers are.</param>
/// <param name="Tags">Its attributes.</param>
/// <param name="Start">The interval's begin.</param>
/// <param name="Time">Its end.</param>
/// <param name="Value">Of sums and gauges.</param>
/// <param name="Histogram">Of histograms; null for others.</param>
internal sealed record OtlpPoint(
    string Name, string Unit, OtlpKind Kind, TagSet Tags, DateTimeOffset Start, DateTimeOffset Time, double Value, OtlpHistogram? Histogram = null);
