namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>What one round of one way to make load gave.</summary>
/// <param name="RequestsPerSecond">As the way itself counts them.</param>
/// <param name="Requests">All that it made, also before the seconds that count.</param>
/// <param name="Percentiles">Latencies in ms at <see cref="EngineWay.Percents"/>, as the way itself measures them; null where it tells none.</param>
internal sealed record EngineFigures(double RequestsPerSecond, double Requests, IReadOnlyList<double>? Percentiles = null)
{
    /// <summary>Processor time of all its processes, their start included, in seconds.</summary>
    public double Processor { get; init; }
}
