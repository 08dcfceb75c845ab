using LoadTestAz.Plans;

namespace LoadTestAz.Ports;

/// <summary>Where workers run. Four verbs and no more: launch, list, read the log, delete.</summary>
public interface IComputeBackend
{
    /// <summary>How far ahead the common start has to lie, so that every worker sees it in time.</summary>
    TimeSpan StartLead { get; }

    /// <summary>Starts one worker. Returns once the platform has accepted it, not once it runs.</summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="worker">The worker's share of it.</param>
    /// <param name="store">Where the run is.</param>
    /// <param name="secrets">What the worker is to find in its environment, handed over so that nobody else can see it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ComputeException">The platform refused.</exception>
    Task<ComputeInstance> LaunchAsync(LoadTestPlan plan, LoadTestPlanWorker worker, IResultStore store, WorkerSecrets secrets, CancellationToken cancellationToken);

    /// <summary>What there is of a run, as the platform sees it.</summary>
    Task<IReadOnlyList<ComputeInstance>> ListAsync(string runId, CancellationToken cancellationToken);

    /// <summary>What the worker has printed so far, or null when the platform no longer has it.</summary>
    Task<string?> ReadLogAsync(string runId, int workerIndex, CancellationToken cancellationToken);

    /// <summary>Ends a worker if it still runs, and removes it. No error when there is none.</summary>
    Task DeleteAsync(string runId, int workerIndex, CancellationToken cancellationToken);
}

/// <summary>A worker as the platform sees it.</summary>
/// <param name="WorkerIndex">0-based.</param>
/// <param name="Name">The platform's name for it.</param>
/// <param name="State">What the platform says.</param>
/// <param name="Detail">The platform's own words, when it has any.</param>
public sealed record ComputeInstance(int WorkerIndex, string Name, ComputeState State, string? Detail = null);

/// <summary>What a platform knows of a worker; what the worker achieved stands in the store.</summary>
public enum ComputeState
{
    /// <summary>Accepted, not running yet.</summary>
    Creating,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its process has ended.</summary>
    Ended,
}
