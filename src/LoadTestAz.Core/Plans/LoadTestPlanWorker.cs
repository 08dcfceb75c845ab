namespace LoadTestAz.Plans;

/// <summary>One worker's share of a plan.</summary>
public sealed record LoadTestPlanWorker
{
    /// <summary>0-based.</summary>
    public required int Index { get; init; }

    /// <summary>Protocol or Browser.</summary>
    public required TestType TestType { get; init; }

    /// <summary>Virtual users on this worker.</summary>
    public required int Vus { get; init; }

    /// <summary>k6's notation of this worker's part of the whole, such as <c>0:1/3</c>.</summary>
    public required string ExecutionSegment { get; init; }

    /// <summary>The most requests per second on this worker: its part of the script's option <c>rps</c>. Null when k6 keeps what the script says.</summary>
    public int? Rps { get; init; }

    /// <summary>vCPUs.</summary>
    public required double Cpu { get; init; }

    /// <summary>GB.</summary>
    public required double MemoryGB { get; init; }
}
