namespace LoadTestAz.Benchmarks.Capture;

/// <summary>What one round of one way to capture gave.</summary>
/// <param name="Requests">Requests that k6 made.</param>
/// <param name="K6">Processor time of k6, seconds.</param>
/// <param name="Reader">Processor time of what reads its output, from the start of the load on, seconds.</param>
internal sealed record CaptureFigures(double Requests, double K6, double Reader);
