using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>A backend whose launches are seen by a test.</summary>
internal sealed class WatchedBackend(IComputeBackend inner) : IComputeBackend
{
    public TimeSpan StartLead => inner.StartLead;

    /// <summary>Takes the worker that is about to be launched.</summary>
    public required Action<int> Launching { get; init; }

    /// <summary>Waits for what a launched worker does at once.</summary>
    public Func<int, Task> Launched { get; init; } = _ => Task.CompletedTask;

    /// <summary>The store that a worker is given; null for that of the launch.</summary>
    public Func<int, IResultStore>? StoreOf { get; init; }

    public async Task<ComputeInstance> LaunchAsync(LoadTestPlan plan, LoadTestPlanWorker worker, IResultStore store, WorkerSecrets secrets, CancellationToken cancellationToken)
    {
        Launching(worker.Index);
        cancellationToken.ThrowIfCancellationRequested();
        var instance = await inner.LaunchAsync(plan, worker, StoreOf?.Invoke(worker.Index) ?? store, secrets, cancellationToken);
        await Launched(worker.Index);
        return instance;
    }

    public Task<IReadOnlyList<ComputeInstance>> ListAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken) => inner.ListAsync(runId, inDoubt, cancellationToken);

    public Task<string?> ReadLogAsync(string runId, int workerIndex, CancellationToken cancellationToken) => inner.ReadLogAsync(runId, workerIndex, cancellationToken);

    public Task DeleteAsync(string runId, int workerIndex, CancellationToken cancellationToken) => inner.DeleteAsync(runId, workerIndex, cancellationToken);
}
