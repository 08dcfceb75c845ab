namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>A load that all ways make alike: so many connections, each with its next request as soon as the last one is answered.</summary>
/// <param name="Target">Where to.</param>
/// <param name="Connections">At the same time.</param>
/// <param name="Seconds">For how long.</param>
internal sealed record EngineJob(Uri Target, int Connections, int Seconds)
{
    /// <summary>
    /// For how long what is compiled while it runs (.NET, Node.js) makes load before the seconds that count: tests last for
    /// minutes, and this is the compiler's time. Where the processors are slow and full, .NET's takes some seven seconds.
    /// </summary>
    public const int WarmSeconds = 8;
}
