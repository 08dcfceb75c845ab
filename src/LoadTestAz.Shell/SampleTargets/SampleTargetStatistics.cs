namespace LoadTestAz.Shell.SampleTargets;

/// <summary>What a sample target has served, at one moment.</summary>
public sealed record SampleTargetStatistics
{
    /// <summary>Where it is served, with a slash at the end.</summary>
    public required string Url { get; init; }

    /// <summary>The port on the loopback address.</summary>
    public required int Port { get; init; }

    /// <summary>All requests that came in, those without an answer too; not those for the statistics.</summary>
    public required long TotalRequests { get; init; }

    /// <summary>Requests by endpoint; only those that came.</summary>
    public required IReadOnlyDictionary<string, long> ByPath { get; init; }

    /// <summary>
    /// Answers begun, by status. Fewer than requests while some wait or hang, or where the client left before its answer.
    /// </summary>
    public required IReadOnlyDictionary<int, long> ByStatus { get; init; }
}
