using System.Collections.Concurrent;
using LoadTestAz.Agent.Health;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Local;

/// <summary>
/// Workers on this machine, inside this process. One instance holds all of a process's workers, until they have ended and the
/// store tells so: a process may make runs for months.
/// </summary>
/// <param name="engines">Makes the workers' engines.</param>
/// <param name="clock">The clock.</param>
/// <param name="health">Where the figures of this machine come from; null for the machine itself.</param>
public sealed class LocalComputeBackend(IEngineFactory engines, TimeProvider clock, IHealthProbe? health = null) : IComputeBackend
{
    private readonly ConcurrentDictionary<(string RunId, int Index), LocalWorker> _workers = new();

    /// <summary>A worker here looks for the start five times a second.</summary>
    public TimeSpan StartLead { get; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task<ComputeInstance> LaunchAsync(LoadTestPlan plan, LoadTestPlanWorker worker, IResultStore store, WorkerSecrets secrets, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var local = new LocalWorker(new RunStore(store, plan.RunId), worker.Index, secrets, engines, clock, health ?? HealthProbes.ForThisMachine);
        if (!_workers.TryAdd((plan.RunId, worker.Index), local))
            throw new ComputeException(WorkerCause.InternalError, $"Worker {worker.Index} of run '{plan.RunId}' runs in this process already.");
        local.Start(() => _workers.TryRemove(KeyValuePair.Create((plan.RunId, worker.Index), local)));
        return Task.FromResult(local.Describe());
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ComputeInstance>> ListAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ComputeInstance>>(
            [.. _workers.Where(w => w.Key.RunId == runId).OrderBy(w => w.Key.Index).Select(w => w.Value.Describe())]);

    /// <inheritdoc/>
    public Task<string?> ReadLogAsync(string runId, int workerIndex, CancellationToken cancellationToken) =>
        Task.FromResult(_workers.TryGetValue((runId, workerIndex), out var worker) ? worker.ReadLog() : null);

    /// <inheritdoc/>
    public async Task DeleteAsync(string runId, int workerIndex, CancellationToken cancellationToken)
    {
        if (!_workers.TryGetValue((runId, workerIndex), out var worker))
            return;
        await worker.KillAsync(cancellationToken).ConfigureAwait(false);
        _workers.TryRemove((runId, workerIndex), out _);
    }

    /// <summary>Ends and removes all workers of a run.</summary>
    public Task DeleteRunAsync(string runId, CancellationToken cancellationToken) =>
        Task.WhenAll(_workers.Keys.Where(k => k.RunId == runId).Select(k => DeleteAsync(k.RunId, k.Index, cancellationToken)));
}
