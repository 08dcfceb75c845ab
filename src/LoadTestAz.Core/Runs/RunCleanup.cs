using System.Text;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Runs;

/// <summary>
/// Deletes a run's workers where they run, by the plan's policy, as they end. What a worker printed, and why it never
/// came about, is saved first when it left no log of its own, and what can't be deleted is told: never silently left behind.
/// </summary>
public sealed class RunCleanup(RunStore run, LoadTestPlan plan, RunObserver observer, IComputeBackend compute, TimeProvider clock)
{
    /// <summary>Workers deleted at the same time.</summary>
    public const int Parallel = 20;

    // What waits for its turn behind the platform's pace is not held up by what is polled.
    private readonly SemaphoreSlim _turns = new(Parallel, Parallel);
    private readonly Dictionary<int, Task<string?>> _deleting = [];

    /// <summary>Takes a line worth a warning.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Begins to delete the workers that have ended for certain; call it after each look at the run.</summary>
    /// <param name="workers">All of them, as they stand.</param>
    /// <param name="cancellationToken">Ends the deletions; what is not deleted then stays.</param>
    public void Offer(IReadOnlyList<LoadTestWorker> workers, CancellationToken cancellationToken)
    {
        // One that was only not heard of may still come back with its results while the run goes on.
        if (plan.Execution.Cleanup is CleanupPolicy.Always)
            Begin(workers.Where(worker => observer.TraceOf(worker.Index).Completion is not null || worker.State is WorkerState.Failed), cancellationToken);
    }

    /// <summary>Deletes what is left once the run is over, and waits for all of it.</summary>
    /// <returns>The platform's names of the workers that are still there.</returns>
    public async Task<IReadOnlyList<string>> FinishAsync(LoadTestRun over, CancellationToken cancellationToken)
    {
        if (plan.Execution.Cleanup is CleanupPolicy.Always || (plan.Execution.Cleanup is CleanupPolicy.OnSuccess && over.State is RunState.Completed))
            Begin(over.Workers, cancellationToken);
        return await WaitAsync().ConfigureAwait(false);
    }

    /// <summary>Deletes all workers, whatever the policy says, and waits for it.</summary>
    /// <returns>The platform's names of the workers that are still there.</returns>
    public Task<IReadOnlyList<string>> RemoveAllAsync(LoadTestRun run, CancellationToken cancellationToken)
    {
        Begin(run.Workers, cancellationToken);
        return WaitAsync();
    }

    /// <summary>Waits for the deletions that have begun.</summary>
    /// <returns>The platform's names of the workers that are still there.</returns>
    public async Task<IReadOnlyList<string>> WaitAsync() =>
        (await Task.WhenAll(_deleting.Values).ConfigureAwait(false)).OfType<string>().ToList();

    private void Begin(IEnumerable<LoadTestWorker> workers, CancellationToken cancellationToken)
    {
        foreach (var worker in workers)
        {
            if (!_deleting.ContainsKey(worker.Index))
                _deleting[worker.Index] = DeleteAsync(worker, cancellationToken);
        }
    }

    // The name of what is still there; null when it is gone.
    private async Task<string?> DeleteAsync(LoadTestWorker worker, CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!observer.HasLogOf(worker.Index))
                await SaveTracesAsync(worker, cancellationToken).ConfigureAwait(false);
            await compute.DeleteAsync(run.RunId, worker.Index, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (ComputeException e)
        {
            Warn?.Invoke($"Worker {worker.Index} ('{worker.Name}') could not be deleted: {e.Message}");
            return worker.Name;
        }
        finally
        {
            _turns.Release();
        }
    }

    // They explain a failure and are no part of the result: what can't be had or saved costs a warning.
    private async Task SaveTracesAsync(LoadTestWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            if (await compute.ReadLogAsync(run.RunId, worker.Index, cancellationToken).ConfigureAwait(false) is { Length: > 0 } log)
                await run.WriteContainerLogAsync(worker.Index, Encoding.UTF8.GetBytes(log), cancellationToken).ConfigureAwait(false);
            // Once it is gone the platform can tell nobody any more what became of it.
            var trace = observer.TraceOf(worker.Index);
            if (trace.Completion is null && worker.Cause is not WorkerCause.None)
                await run.TryCompleteAsync(new CompletionDocument(worker.Index, worker.State, worker.Cause, worker.Detail, null, worker.StartedAt, clock.GetUtcNow(), HasMetrics: false, worker.Engine, worker.Health), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is ComputeException or StoreException)
        {
            Warn?.Invoke($"What is known of worker {worker.Index} could not be saved: {e.Message}");
        }
    }
}
