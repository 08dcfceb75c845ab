namespace LoadTestAz.Merging;

/// <summary>What a figure lies between that the input does not determine.</summary>
/// <param name="LowerBound">The true one is not below; minus infinity when nothing limits it.</param>
/// <param name="UpperBound">The true one is not above; infinity when nothing limits it.</param>
public sealed record LoadTestBounds(double LowerBound, double UpperBound);
