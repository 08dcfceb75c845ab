namespace LoadTestAz.Merging;

/// <summary>So many samples of a Trend lie within a range of values, in the metric's unit.</summary>
/// <param name="From">The lower end; it belongs to the range, unless the range is below zero.</param>
/// <param name="To">The upper end; it belongs to the next range, unless the range is below zero. Zeros have a range of their own, from 0 to 0.</param>
/// <param name="Count">How many; exact, but by light capture, whose values themselves are not.</param>
public sealed record LoadTestBucket(double From, double To, long Count);
