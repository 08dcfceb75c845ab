namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>A load that all ways make alike: so many connections, each with its next request as soon as the last one is answered.</summary>
/// <param name="Target">Where to.</param>
/// <param name="Connections">At the same time.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record EngineJob(Uri Target, int Connections, int Seconds);
