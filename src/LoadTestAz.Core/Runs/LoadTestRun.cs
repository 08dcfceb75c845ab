namespace LoadTestAz.Runs;

/// <summary>How a run stands.</summary>
public enum RunState
{
    /// <summary>Going on.</summary>
    Running,

    /// <summary>All workers completed.</summary>
    Completed,

    /// <summary>Some workers did not complete; the others' results stand.</summary>
    Degraded,

    /// <summary>No worker completed.</summary>
    Failed,

    /// <summary>Ended early because somebody asked for it.</summary>
    Stopped,

    /// <summary>Still going on when the wait's own time limit was over.</summary>
    TimedOut,
}

/// <summary>A run at one moment.</summary>
public sealed record LoadTestRun
{
    /// <summary>Identifies it.</summary>
    public required string RunId { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>How it stands.</summary>
    public required RunState State { get; init; }

    /// <summary>Its workers, by index.</summary>
    public required IReadOnlyList<LoadTestWorker> Workers { get; init; }

    /// <summary>How much of what was planned took part.</summary>
    public required LoadTestCoverage Coverage { get; init; }

    /// <summary>The store that holds it: a folder or a URL.</summary>
    public required string Location { get; init; }

    /// <summary>When it was created (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>How long its load is to go on, by the plan.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Virtual users in the plan.</summary>
    public int Vus => Coverage.PlannedVus;

    /// <summary>The common start (UTC); while one worker runs setup() for all, when that could begin. Null while there is no start.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the last worker ended (UTC); null while it goes on.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>What it has cost, in USD, from the times that its workers ran: an estimate; null where nothing is billed.</summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>Which prices <see cref="EstimatedCost"/> rests on, and what it leaves out; null where nothing is billed.</summary>
    public string? CostBasis { get; init; }

    /// <summary>Workers that are over and could not be deleted where they ran, by the platform's names; they may be billed.</summary>
    public IReadOnlyList<string> Leftovers { get; init; } = [];

    /// <summary>Why it was asked to end early, in a sentence; null when nobody did.</summary>
    public string? StopReason { get; init; }

    /// <summary>
    /// The rule of its plan that ended it: a threshold with abortOnFail, or one of stop_when, as in <c>http_req_failed: rate&gt;0.2 for 1m</c>.
    /// Null when none did. Such a run has not passed.
    /// </summary>
    public string? StopRule { get; init; }

    /// <summary>Why it was stopped or failed, in a sentence.</summary>
    public string? Detail { get; init; }
}
