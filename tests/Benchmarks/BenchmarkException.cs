namespace LoadTestAz.Benchmarks;

/// <summary>A measurement is not possible, in words for people.</summary>
internal sealed class BenchmarkException(string message, Exception? inner = null) : Exception(message, inner);
