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

    /// <summary>How long a worker that is killed may take until it is gone.</summary>
    public static readonly TimeSpan KillBound = TimeSpan.FromMinutes(1);

    /// <summary>How long a worker may take to go where it runs, once its deletion was accepted; one that is still there is told by name.</summary>
    public static readonly TimeSpan GoneBound = TimeSpan.FromMinutes(5);

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

    /// <summary>
    /// Deletes the workers that have not reported their end, whatever the policy says, and reports it in their name: nobody has
    /// to wait until they are given up. Each is told as a warning.
    /// </summary>
    /// <param name="workers">All of them, as they stand.</param>
    /// <param name="when">When that is, for people: "1m after the stop".</param>
    /// <param name="cancellationToken">Ends the deletions; what is not deleted then stays.</param>
    /// <returns>The platform's names of the workers that are still there.</returns>
    /// <exception cref="ComputeException">The platform does not tell what there is.</exception>
    public async Task<IReadOnlyList<string>> KillAsync(IReadOnlyList<LoadTestWorker> workers, string when, CancellationToken cancellationToken)
    {
        var unended = workers.Where(worker => observer.TraceOf(worker.Index).Completion is null && worker.State is not WorkerState.Failed).ToList();
        if (unended.Count == 0)
            return [];
        var known = (await compute.ListAsync(run.RunId, unended.Select(w => w.Index).ToList(), cancellationToken).ConfigureAwait(false)).Select(i => i.WorkerIndex).ToHashSet();
        return (await Task.WhenAll(unended.Select(worker => KillAsync(worker, known.Contains(worker.Index), when, cancellationToken))).ConfigureAwait(false)).OfType<string>().ToArray();
    }

    // The name of what is still there; null when it is gone.
    private async Task<string?> KillAsync(LoadTestWorker worker, bool isKnown, string when, CancellationToken cancellationToken)
    {
        if (!isKnown && plan.Compute is LoadTestCompute.Local && !worker.IsFinal)
        {
            Warn?.Invoke($"Worker {worker.Index} ('{worker.Name}') has not ended {when}, and runs in another process: only there it can be killed.");
            return worker.Name;
        }

        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bound.CancelAfter(KillBound);
        try
        {
            if (await DeleteAsync(worker, bound.Token).ConfigureAwait(false) is { } left)
                return left;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Warn?.Invoke($"Worker {worker.Index} ('{worker.Name}') has not ended {when}, and was not gone {KillBound.TotalSeconds:0} s after it was killed.");
            return worker.Name;
        }

        if (worker.IsFinal)
            return null;
        var detail = $"It had not ended {when}, and was killed.";
        var completion = new CompletionDocument(
            worker.Index, WorkerState.Failed, WorkerCause.Stopped, detail, null, worker.StartedAt, clock.GetUtcNow(), HasMetrics: false, worker.Engine, worker.Health);

        // One on this machine has saved what it measured, and said so.
        var isSilent = await run.TryCompleteAsync(completion, cancellationToken).ConfigureAwait(false);
        Warn?.Invoke($"Worker {worker.Index} ('{worker.Name}') had not ended {when}, and was killed{(isSilent ? "; its last snapshot counts" : "")}.");
        return null;
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
