namespace LoadTestAz.Merging.Estimates;

/// <summary>A figure of a summary that can't be right, and was left out.</summary>
/// <param name="Worker">Position in the list of summaries, from 0.</param>
/// <param name="Figure">Its name as in k6, such as <c>p(95)</c>, <c>avg</c>, <c>count</c>.</param>
/// <param name="Message">What is wrong and what follows.</param>
public sealed record TrendDoubt(int Worker, string Figure, string Message);
