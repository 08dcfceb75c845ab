namespace LoadTestAz.Merging.Estimates;

/// <summary>One percentile of a summary.</summary>
/// <param name="Percent">0 to 100, as in <c>p(99.9)</c>.</param>
/// <param name="Value">k6's figure for it.</param>
public readonly record struct TrendQuantile(double Percent, double Value);
