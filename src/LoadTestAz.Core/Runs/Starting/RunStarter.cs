using LoadTestAz.Plans;

namespace LoadTestAz.Runs;

/// <summary>Takes a run the next step to its start, as <see cref="StartRules"/> say; each step is a file that only one session can create.</summary>
/// <param name="run">The run.</param>
/// <param name="plan">Its plan.</param>
/// <param name="document">When it was created.</param>
/// <param name="lead">From the decision to the instant at which all begin: every worker has to have seen it by then.</param>
internal sealed class RunStarter(RunStore run, LoadTestPlan plan, RunDocument document, TimeSpan lead)
{
    /// <summary>The lead where the compute backend is not known.</summary>
    public static readonly TimeSpan DefaultLead = TimeSpan.FromSeconds(5);

    /// <summary>Decides and does it: sets the start, settles the shares, or calls the run off.</summary>
    /// <param name="observer">What the store shows.</param>
    /// <param name="workers">All of them, as they stand.</param>
    /// <param name="now">By the store's clock.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>Whether the run has changed; false to wait on.</returns>
    /// <exception cref="StoreException">The store did not take it.</exception>
    public async Task<bool> TryAdvanceAsync(RunObserver observer, IReadOnlyList<LoadTestWorker> workers, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ready = workers.Where(w => w.State is WorkerState.Ready && observer.TraceOf(w.Index).Ready!.IsFor(observer.Shares?.Of(w.Index))).Select(w => w.Index).ToList();
        var lastReadyAt = ready.Max(index => (DateTimeOffset?)observer.TraceOf(index).Ready!.At);
        switch (StartRules.Decide(plan, document, observer.Shares, workers, ready, lastReadyAt, now))
        {
            case { Start: { } starters }:
                await run.TryStartAsync(new StartDocument(now + lead, starters), cancellationToken).ConfigureAwait(false);
                return true;
            case { Shares: { } shares }:
                await run.TryCreateSharesAsync(shares, cancellationToken).ConfigureAwait(false);
                return true;
            case { CallOff: { } reason }:
                await run.TryStopAsync(new StopDocument(now, reason, CalledOff: true), cancellationToken).ConfigureAwait(false);
                return true;
            default:
                return false;
        }
    }
}
