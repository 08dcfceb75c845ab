namespace LoadTestAz.Plans;

/// <summary>Bounds and policies of a run. The defaults are API: documented, and held by a test.</summary>
public sealed record LoadTestExecution
{
    /// <summary>Default of <see cref="MinCoverage"/>: a worker lost among many does not void a run, a tenth of the load missing does.</summary>
    public const double DefaultMinCoverage = 0.9;

    /// <summary>Default of <see cref="Cleanup"/>.</summary>
    public const CleanupPolicy DefaultCleanup = CleanupPolicy.Always;

    /// <summary>Default of <see cref="StartQuorum"/>: all.</summary>
    public const double DefaultStartQuorum = 1;

    /// <summary>Default of <see cref="OnMissingWorkers"/>: what is there is worth measuring, and the coverage tells what was missing.</summary>
    public const MissingWorkersPolicy DefaultOnMissingWorkers = MissingWorkersPolicy.Continue;

    /// <summary>Default of <see cref="StartTimeout"/>.</summary>
    public static readonly TimeSpan DefaultStartTimeout = TimeSpan.FromMinutes(10);

    /// <summary>What is added to start timeout and duration when the plan names no <see cref="MaxDuration"/>: graceful end and upload.</summary>
    public static readonly TimeSpan DefaultGrace = TimeSpan.FromMinutes(5);

    /// <summary>With a share given anew, a worker may take so long until it is ready again: its image and script are there already.</summary>
    public static readonly TimeSpan RedistributionTime = TimeSpan.FromMinutes(2);

    /// <summary>How long workers may take until all are ready.</summary>
    public TimeSpan StartTimeout { get; init; } = DefaultStartTimeout;

    /// <summary>The share of the workers (0 to 1) that is enough to begin with; see <see cref="Runs.StartRules"/>.</summary>
    public double StartQuorum { get; init; } = DefaultStartQuorum;

    /// <summary>What becomes of the run when fewer are ready in time.</summary>
    public MissingWorkersPolicy OnMissingWorkers { get; init; } = DefaultOnMissingWorkers;

    /// <summary>The hard end of the run, counted from its creation; no worker outlives it.</summary>
    public TimeSpan? MaxDuration { get; init; }

    /// <summary>The share of planned VUs (0 to 1) whose results must be merged for the run to count.</summary>
    public double MinCoverage { get; init; } = DefaultMinCoverage;

    /// <summary>When containers are deleted.</summary>
    public CleanupPolicy Cleanup { get; init; } = DefaultCleanup;

    /// <summary>The hard end that holds for a load of that duration.</summary>
    public TimeSpan MaxDurationFor(TimeSpan duration) => MaxDuration
        ?? StartTimeout + (OnMissingWorkers is MissingWorkersPolicy.Redistribute ? RedistributionTime : TimeSpan.Zero) + duration + DefaultGrace;
}
