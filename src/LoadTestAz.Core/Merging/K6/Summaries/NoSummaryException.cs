namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>Sound JSON with metrics in it, but not k6's.</summary>
internal sealed class NoSummaryException(string message) : FormatException(message);
