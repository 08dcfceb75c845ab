using LoadTestAz.Merging;

namespace LoadTestAz.Runs;

/// <summary>The merged state of a run at one moment, while it goes on: the figures of all workers' latest snapshots together.</summary>
public sealed record LoadTestRunProgress
{
    /// <summary>Identifies the run.</summary>
    public required string RunId { get; init; }

    /// <summary>When it was looked at (UTC).</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How many workers stand where; states without workers are left out.</summary>
    public required IReadOnlyDictionary<WorkerState, int> WorkersByState { get; init; }

    /// <summary>Workers in the plan.</summary>
    public required int PlannedWorkers { get; init; }

    /// <summary>The worker that runs the script's setup() for all, while it does; null before and after.</summary>
    public int? SetupWorker { get; init; }

    /// <summary>The common start, once it is set.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>How long load has been made, by the workers' latest snapshots on average.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>0 to 1: how much of the planned duration is over.</summary>
    public double Done { get; init; }

    /// <summary>Until the planned end of the load; until the start timeout while there is no start, and until the hard end while setup() runs.</summary>
    public TimeSpan Remaining { get; init; }

    /// <summary>When nothing is waited for any more: workers that have not reported their end by then are given up.</summary>
    public DateTimeOffset EndsBy { get; init; }

    /// <summary>When whoever looks stops waiting, by a limit of their own (-Timeout); null without one.</summary>
    public DateTimeOffset? WaitsUntil { get; init; }

    /// <summary>Virtual users at work.</summary>
    public double Vus { get; init; }

    /// <summary>Requests so far.</summary>
    public double Requests { get; init; }

    /// <summary>Requests per second between the workers' last two snapshots.</summary>
    public double RequestsPerSecond { get; init; }

    /// <summary>Failed requests so far.</summary>
    public long Failures { get; init; }

    /// <summary>Failed requests as a share of all, 0 to 1.</summary>
    public double FailureRate => Requests == 0 ? 0 : Failures / Requests;

    /// <summary>Median of http_req_duration so far, ms; null without a sample.</summary>
    public double? P50 { get; init; }

    /// <summary>95th percentile, likewise.</summary>
    public double? P95 { get; init; }

    /// <summary>99th percentile, likewise.</summary>
    public double? P99 { get; init; }

    /// <summary>Iterations finished so far.</summary>
    public double Iterations { get; init; }

    /// <summary>Iterations that should have begun so far and did not, for want of a free VU or of time.</summary>
    public double DroppedIterations { get; init; }

    /// <summary>Bytes sent so far.</summary>
    public double DataSent { get; init; }

    /// <summary>Bytes received so far.</summary>
    public double DataReceived { get; init; }

    /// <summary>The plan's thresholds as they stand, judged on what all workers have measured so far.</summary>
    public IReadOnlyList<LoadTestThreshold> Thresholds { get; init; } = [];

    /// <summary>Workers that have been short of CPU or memory so far; their latencies are suspect. Workers on one machine are so together.</summary>
    public int StrainedWorkers { get; init; }

    /// <summary>Why the run is being ended early; null when it is not.</summary>
    public string? StopReason { get; init; }
}
