using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>
/// The part of the one worker that runs setup() and teardown() for all: it publishes what setup() returned together with
/// the instant at which all begin (<c>setup.json</c>), and later waits with teardown() for the others.
/// </summary>
internal sealed class SetupLead(RunStore run, int index, TimeProvider clock, WorkerAgentOptions options, WorkerLog log) : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private Task _removal = Task.CompletedTask;

    /// <summary>The instant at which all begin, once setup() has ended well.</summary>
    public DateTimeOffset? StartAt { get; private set; }

    // So long from the publication to the start: everybody looks a few times, and hands the data to its engine.
    private TimeSpan Lead => (4 * options.PollInterval) + TimeSpan.FromSeconds(1);

    /// <summary>Runs setup() and publishes what came of it, unless it is broken off.</summary>
    /// <returns>Null when the load is to begin at <see cref="StartAt"/>; an ending when there is none.</returns>
    public async Task<Ending?> RunAsync(ISharedSetup engine, Func<bool, CancellationToken, Task> loadEnded, CancellationToken cancellationToken)
    {
        log.Write("setup() begins, for all workers.");
        var since = clock.GetTimestamp();
        try
        {
            var outcome = await WhileShowingLifeAsync(engine.SetUpAsync(loadEnded, cancellationToken), cancellationToken).ConfigureAwait(false);
            log.Write(FormattableString.Invariant($"setup() {(outcome.Failure is null ? "ended" : "failed")} after {clock.GetElapsedTime(since).TotalSeconds:0.0} s."));
            try
            {
                StartAt = (await PublishAsync(outcome, cancellationToken).ConfigureAwait(false)).StartAt;
            }
            catch (OperationCanceledException) when (outcome.Failure is null)
            {
                // A stop; the load begins, only to be ended at once, for teardown().
                StartAt = clock.GetUtcNow();
            }

            return outcome.Failure is { } failure ? Ending.Of(failure) : null;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nobody is to wait for what will not come.
            await PublishAsync(new SetupOutcome(null, new EngineOutcome(false, 0, WorkerCause.EngineError, e.Message)), cancellationToken).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits until the load of all other workers has ended, or they are lost.</summary>
    public async Task UntilOthersEndedAsync(RunDocument document, LoadTestPlan plan, StartDocument start, CancellationToken cancellationToken)
    {
        var observer = new RunObserver(run);
        for (var told = false; ; told = true)
        {
            try
            {
                await observer.PollAsync(clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
                var busy = string.Join(", ", plan.Workers.Where(w => w.Index != index && start.Workers.Contains(w.Index) && IsBusy(w)).Select(w => w.Index));
                if (busy.Length == 0)
                    return;
                if (!told)
                    log.Write($"teardown() waits for the load of the other workers to end ({busy}).");
            }
            catch (StoreException e)
            {
                log.Write($"Could not look for the other workers: {e.Message}");
            }

            await Task.Delay(options.PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }

        bool IsBusy(LoadTestPlanWorker share)
        {
            var worker = WorkerStates.Judge(new(share, observer.TraceOf(share.Index), document, start, null, null, clock.GetUtcNow(), StartAt), run.Store.Location);
            return !worker.IsFinal && worker.State is not WorkerState.Uploading;
        }
    }

    /// <summary>Takes what setup() returned out of the store, if that is still to be done.</summary>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync().ConfigureAwait(false);
        await _removal.ConfigureAwait(false);
        _over.Dispose();
    }

    private async Task<SetupDocument> PublishAsync(SetupOutcome outcome, CancellationToken cancellationToken)
    {
        // What stands there counts, since an attempt that seemed to fail may have succeeded.
        var document = await Retry.UntilAsync(
            async token =>
            {
                var now = clock.GetUtcNow();
                var own = outcome.Failure is { } failure
                    ? new SetupDocument(index, now, null, null, log.Redactor.Redact(failure.Detail) ?? failure.Cause.ToString())
                    : new SetupDocument(index, now, now + Lead, outcome.Data);
                await run.TryCreateSetupAsync(own, token).ConfigureAwait(false);
                return await run.ReadSetupAsync(token).ConfigureAwait(false) ?? own;
            },
            "say what came of setup()", log, clock, cancellationToken).ConfigureAwait(false);
        if (document.Data is not null)
            _removal = RemoveDataAsync(document);
        return document;
    }

    // They may hold secrets. Whoever has not fetched them by then comes too late for the start.
    private async Task RemoveDataAsync(SetupDocument document)
    {
        var fetched = document.StartAt!.Value + options.LateStart + options.PollInterval - clock.GetUtcNow();
        await Task.Delay(fetched > TimeSpan.Zero ? fetched : TimeSpan.Zero, clock, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        using var bound = new CancellationTokenSource(options.LiveInterval, clock);
        try
        {
            await run.RemoveSetupDataAsync(document, bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            log.Write($"What setup() returned still stands in '{run.Prefix}setup.json', since the store did not take it out: {e.Message}");
        }
    }

    private async Task<SetupOutcome> WhileShowingLifeAsync(Task<SetupOutcome> running, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var living = ShowLifeAsync(over.Token);
        try
        {
            return await running.ConfigureAwait(false);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await living.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    // A setup() may take long, and the others are not to wait for a worker that is gone.
    private async Task ShowLifeAsync(CancellationToken over)
    {
        var ready = await Retry.UntilAsync(t => run.ReadReadyAsync(index, t), "read its own sign of life", log, clock, over).ConfigureAwait(false);
        while (ready is not null)
        {
            await Task.Delay(options.LiveInterval, clock, over).ConfigureAwait(false);
            try
            {
                await run.WriteReadyAsync(ready with { At = clock.GetUtcNow() }, over).ConfigureAwait(false);
            }
            catch (StoreException e)
            {
                log.Write($"A sign of life could not be written: {e.Message}");
            }
        }
    }
}
