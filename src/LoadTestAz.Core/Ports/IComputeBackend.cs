using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Ports;

/// <summary>Where workers run. Four verbs and no more: launch, list, read the log, delete.</summary>
public interface IComputeBackend
{
    /// <summary>How far ahead the common start has to lie, so that every worker sees it in time.</summary>
    TimeSpan StartLead { get; }

    /// <summary>
    /// Starts one worker. Returns once the platform has accepted it, not once it runs. Called again for the same worker it
    /// makes no second one.
    /// </summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="worker">The worker's share of it.</param>
    /// <param name="store">Where the run is.</param>
    /// <param name="secrets">What the worker is to find in its environment, handed over so that nobody else can see it.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="ComputeException">The platform refused.</exception>
    Task<ComputeInstance> LaunchAsync(LoadTestPlan plan, LoadTestPlanWorker worker, IResultStore store, WorkerSecrets secrets, CancellationToken cancellationToken);

    /// <summary>
    /// What there is of a run, as the platform sees it. Meant to be called at every look at the run: it costs the platform
    /// the same, however many workers there are, and may give what was seen a few seconds ago.
    /// </summary>
    /// <param name="runId">The run.</param>
    /// <param name="inDoubt">Workers of which the store does not tell how they are; the platform looks closer at these, some at a time.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="ComputeException">The platform does not tell.</exception>
    Task<IReadOnlyList<ComputeInstance>> ListAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken);

    /// <summary>What the worker has printed so far, or null when the platform no longer has it.</summary>
    /// <exception cref="ComputeException">The platform does not tell.</exception>
    Task<string?> ReadLogAsync(string runId, int workerIndex, CancellationToken cancellationToken);

    /// <summary>Ends a worker if it still runs, and removes it; returns once it is seen to be gone. No error when there is none.</summary>
    /// <exception cref="ComputeException">It is still there, or the platform does not tell.</exception>
    Task DeleteAsync(string runId, int workerIndex, CancellationToken cancellationToken);
}

/// <summary>A worker as the platform sees it.</summary>
/// <param name="WorkerIndex">0-based.</param>
/// <param name="Name">The platform's name for it.</param>
/// <param name="State">What the platform says.</param>
/// <param name="Detail">The platform's own words, when it has any.</param>
/// <param name="Cause">Why it ended, as far as the platform can tell; None when it can't.</param>
public sealed record ComputeInstance(int WorkerIndex, string Name, ComputeState State, string? Detail = null, WorkerCause Cause = WorkerCause.None);

/// <summary>What a platform knows of a worker; what the worker achieved stands in the store.</summary>
public enum ComputeState
{
    /// <summary>Accepted, not running yet.</summary>
    Creating,

    /// <summary>Its image is being pulled.</summary>
    Pulling,

    /// <summary>Its process runs.</summary>
    Running,

    /// <summary>Its process has ended.</summary>
    Ended,
}
