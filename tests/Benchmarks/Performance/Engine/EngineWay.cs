namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>A way to make load, in a process of its own.</summary>
/// <param name="Title">For the report.</param>
/// <param name="RunAsync">Makes it once.</param>
internal sealed record EngineWay(string Title, Func<EngineJob, CancellationToken, Task<EngineFigures>> RunAsync)
{
    /// <summary>The percentiles that are compared.</summary>
    public static readonly IReadOnlyList<double> Percents = [50, 90, 99];
}
