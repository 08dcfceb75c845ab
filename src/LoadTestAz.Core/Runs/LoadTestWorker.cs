using LoadTestAz.Plans;

namespace LoadTestAz.Runs;

/// <summary>A worker at one moment.</summary>
public sealed record LoadTestWorker
{
    private readonly int? _plannedVus;

    /// <summary>The run it belongs to.</summary>
    public required string RunId { get; init; }

    /// <summary>0-based.</summary>
    public required int Index { get; init; }

    /// <summary>The platform's name for it.</summary>
    public required string Name { get; init; }

    /// <summary>Protocol or Browser.</summary>
    public required TestType TestType { get; init; }

    /// <summary>Its share of the virtual users: 0 when it was given to others before the start.</summary>
    public required int Vus { get; init; }

    /// <summary>Its share by the plan; another than <see cref="Vus"/> when workers were missing and their load was given to others.</summary>
    public int PlannedVus { get => _plannedVus ?? Vus; init => _plannedVus = value; }

    /// <summary>Its share of all virtual users, 0 to 1; null outside of a result, and where nobody knows the virtual users.</summary>
    public double? Share { get; init; }

    /// <summary>Where it stands.</summary>
    public required WorkerState State { get; init; }

    /// <summary>The states that it came through, with the time of each; the last is <see cref="State"/>.</summary>
    public IReadOnlyList<LoadTestWorkerStep> Steps { get; init; } = [];

    /// <summary>The engine that makes its load, and its version, such as <c>k6 v2.2.0</c>; null until it has one.</summary>
    public string? Engine { get; init; }

    /// <summary>k6's exit code or its equivalent; null until it ends.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it did not complete.</summary>
    public WorkerCause Cause { get; init; }

    /// <summary>The cause in a sentence.</summary>
    public string? Detail { get; init; }

    /// <summary>When its load really began (UTC).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its load ended (UTC).</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>How long it made load; null while it does not tell both ends.</summary>
    public TimeSpan? Duration => FinishedAt - StartedAt;

    /// <summary>How long after the first worker's load its own began; null outside of a result, and where it did not begin.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>By how much its machine's clock is ahead of the store's, negative when behind; null while that is not known. All its times are corrected by it.</summary>
    public TimeSpan? ClockOffset { get; init; }

    /// <summary>How hard its engine and its machine worked, so far or to its end; null while nothing is known of it.</summary>
    public LoadTestWorkerHealth? Health { get; init; }

    /// <summary>The store that holds the run: a folder or a URL.</summary>
    public required string Location { get; init; }

    /// <summary>True when nothing more will come of it.</summary>
    public bool IsFinal => State is WorkerState.Completed or WorkerState.Failed or WorkerState.Lost or WorkerState.Stopped or WorkerState.Skipped;

    /// <summary>The workers of a result, each with what only all of them together tell.</summary>
    public static IReadOnlyList<LoadTestWorker> Together(IReadOnlyCollection<LoadTestWorker> workers)
    {
        var (vus, first) = (workers.Sum(w => (double)w.Vus), workers.Min(w => w.StartedAt));
        return workers.Select(w => w with { Share = vus > 0 ? w.Vus / vus : null, StartDelay = w.StartedAt - first }).ToArray();
    }
}
