namespace LoadTestAz.Metrics;

/// <summary>A value, and how many samples have it.</summary>
public readonly record struct ValueCount(double Value, long Count);
