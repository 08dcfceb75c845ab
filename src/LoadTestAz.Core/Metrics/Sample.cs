namespace LoadTestAz.Metrics;

/// <summary>One measured value of one metric; time and tags are shared by the batch it travels in.</summary>
public readonly record struct Sample(Metric Metric, double Value);
