using System.Runtime.CompilerServices;
using System.Threading.Channels;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Runs;

/// <summary>Creates a run: claims its id, saves the plan, then asks the platform for the workers.</summary>
public sealed class RunLauncher(IResultStore store, IComputeBackend compute, StoreClock clock)
{
    /// <inheritdoc cref="RunLauncher(IResultStore, IComputeBackend, StoreClock)"/>
    public RunLauncher(IResultStore store, IComputeBackend compute, TimeProvider machine)
        : this(store, compute, new StoreClock(store, machine))
    {
    }

    /// <summary>The values of the plan's secrets, for the workers and nobody else.</summary>
    public WorkerSecrets Secrets { get; init; } = WorkerSecrets.None;

    /// <summary>Takes a line worth a warning.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Claims the run id and saves what the run needs, before anything costs money.</summary>
    /// <exception cref="RunExistsException">The store has a run of that id.</exception>
    public Task<(RunStore Run, RunDocument Document)> CreateAsync(LoadTestPlan plan, CancellationToken cancellationToken) =>
        CreateAsync(plan, null, cancellationToken);

    /// <inheritdoc cref="CreateAsync(LoadTestPlan, CancellationToken)"/>
    /// <param name="plan">What to run.</param>
    /// <param name="script">The script with all that it needs, packed; null when no worker runs one.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<(RunStore Run, RunDocument Document)> CreateAsync(LoadTestPlan plan, ReadOnlyMemory<byte>? script, CancellationToken cancellationToken)
    {
        var run = new RunStore(store, plan.RunId);
        await clock.TryLookAsync(cancellationToken).ConfigureAwait(false);
        var now = clock.GetUtcNow();
        var document = new RunDocument(plan.RunId, now, now + plan.Execution.MaxDurationFor(plan.Duration), Environment.MachineName);
        if (!await run.TryCreateRunAsync(document, cancellationToken).ConfigureAwait(false))
            throw new RunExistsException(plan.RunId, store.Location);
        if (script is { } content)
            await run.WriteScriptAsync(content, cancellationToken).ConfigureAwait(false);
        await run.WritePlanAsync(plan, cancellationToken).ConfigureAwait(false);
        return (run, document);
    }

    /// <summary>Launches all workers, at most so many at a time, and gives each as soon as it is accepted or refused.</summary>
    /// <exception cref="ComputeException">No worker can be launched at all; those not begun are not tried, and the run is called off.</exception>
    public async IAsyncEnumerable<LoadTestWorker> LaunchAsync(
        RunStore run, LoadTestPlan plan, int throttleLimit, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var accepted = Channel.CreateUnbounded<LoadTestWorker>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = throttleLimit, CancellationToken = cancellationToken };
        var launching = Task.Run(
            async () =>
            {
                Exception? error = null;
                try
                {
                    await Parallel.ForEachAsync(plan.Workers, options, async (share, token) =>
                        await accepted.Writer.WriteAsync(await LaunchOneAsync(run, plan, share, token).ConfigureAwait(false), token).ConfigureAwait(false)).ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    error = e is ComputeException refused ? await CallOffAsync(run, refused).ConfigureAwait(false) : e;
                }

                accepted.Writer.Complete(error);
            },
            CancellationToken.None);

        await foreach (var worker in accepted.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
            yield return worker;
        await launching.ConfigureAwait(false);
    }

    // The workers that were accepted before stand down; whatever comes of telling them, the reason is what counts.
    private async Task<Exception> CallOffAsync(RunStore run, ComputeException reason)
    {
        try
        {
            await run.TryStopAsync(new StopDocument(clock.GetUtcNow(), reason.Message, CalledOff: true), CancellationToken.None).ConfigureAwait(false);
        }
        catch (StoreException)
        {
        }

        return reason;
    }

    private async Task<LoadTestWorker> LaunchOneAsync(RunStore run, LoadTestPlan plan, LoadTestPlanWorker share, CancellationToken cancellationToken)
    {
        try
        {
            var instance = await WhileStoreIsDownAsync(plan, t => compute.LaunchAsync(plan, share, store, Secrets, t), cancellationToken).ConfigureAwait(false);
            return Describe(plan, share, instance.Name, WorkerState.Creating, WorkerCause.None, null);
        }
        catch (ComputeException e) when (!e.ConcernsAll)
        {
            // Recorded in the worker's name, so that every session sees why it never came.
            var completion = new CompletionDocument(share.Index, WorkerState.Failed, e.Cause, e.Message, null, null, clock.GetUtcNow(), HasMetrics: false, Engine: null);
            await WhileStoreIsDownAsync(
                plan,
                async t =>
                {
                    await run.WriteCompletionAsync(completion, t).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            return Describe(plan, share, $"{plan.RunId}-{share.Index}", WorkerState.Failed, e.Cause, e.Message);
        }
    }

    // Who is not ready at the start timeout is too late anyway.
    private async Task<T> WhileStoreIsDownAsync<T>(LoadTestPlan plan, Func<CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        var giveUpAt = clock.GetUtcNow() + plan.Execution.StartTimeout;
        while (true)
        {
            try
            {
                return await action(cancellationToken).ConfigureAwait(false);
            }
            catch (StoreException e) when (e.Failure is StoreFailure.Unavailable && clock.GetUtcNow() < giveUpAt)
            {
                Warn?.Invoke($"The store did not answer while workers were launched ({e.Message}); trying again every {RetryInterval.TotalSeconds:0} s for {K6Duration.Format(plan.Execution.StartTimeout)} at most; then the start has failed.");
            }

            await Task.Delay(RetryInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static readonly TimeSpan RetryInterval = TimeSpan.FromSeconds(2);

    private LoadTestWorker Describe(LoadTestPlan plan, LoadTestPlanWorker share, string name, WorkerState state, WorkerCause cause, string? detail) => new()
    {
        RunId = plan.RunId,
        Index = share.Index,
        Name = name,
        TestType = share.TestType,
        Vus = share.Vus,
        State = state,
        Cause = cause,
        Detail = detail,
        Location = store.Location,
    };
}
