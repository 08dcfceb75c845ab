namespace LoadTestAz.Benchmarks.Performance;

/// <summary>What was aimed at, and what came of it.</summary>
/// <param name="What">Of what, such as <c>raw JSON, 1,000 MB in 8 files, as fast as DuckDB</c>.</param>
/// <param name="Wanted">The aim, such as <c>at least 1.5 times</c>.</param>
/// <param name="Measured">What it was, with its spread; or why it could not be measured.</param>
/// <param name="IsMet">Whether it is; null when it could not be measured here.</param>
internal sealed record Target(string What, string Wanted, string Measured, bool? IsMet);
