using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>
/// The common start, pulled by each worker: it looks for <c>start.json</c> and sleeps to the instant that stands there.
/// Nobody has to reach the workers, so it holds behind any network.
/// </summary>
internal sealed class StartBarrier(RunStore run, int index, StoreClock clock, WorkerAgentOptions options, WorkerLog log)
{
    /// <summary>What a worker finds while it waits; one of the three.</summary>
    /// <param name="Start">The go, when it takes part.</param>
    /// <param name="Shares">The shares, settled anew, when it takes part; the go is still to come.</param>
    /// <param name="Ending">How it ends, when it takes no part.</param>
    public readonly record struct Found(StartDocument? Start = null, SharesDocument? Shares = null, Ending? Ending = null);

    /// <summary>Waits for the go, or for the shares where the plan has them settled before.</summary>
    /// <param name="document">When the run was created.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="shares">The shares, if they are known.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<Found> WaitAsync(RunDocument document, LoadTestPlan plan, SharesDocument? shares, CancellationToken cancellationToken)
    {
        // The controller decides at the start timeout; a while after that nobody is there to decide any more.
        var giveUpAt = (shares?.ReadyBy ?? document.CreatedAt + plan.Execution.StartTimeout) + WorkerStates.LostAfter;
        log.Write($"Waits for the start until {giveUpAt:u} at the longest; then it stands down.");
        var sharesToCome = shares is null && plan.Execution.OnMissingWorkers is MissingWorkersPolicy.Redistribute;
        while (true)
        {
            await clock.TryLookAsync(cancellationToken).ConfigureAwait(false);
            if (await LookAsync(run.ReadStartAsync, cancellationToken).ConfigureAwait(false) is { } start)
                return start.Workers.Contains(index) ? new(Start: start) : Skipped("The run began without this worker, which was not ready in time.");
            if (sharesToCome && await LookAsync(run.ReadSharesAsync, cancellationToken).ConfigureAwait(false) is { } settled)
                return settled.Of(index) is not null ? new(Shares: settled) : Skipped("It was not ready when the load was divided among the others.");
            if (clock.GetUtcNow() >= giveUpAt)
                return Skipped($"No start was set within {K6Duration.Format(giveUpAt - document.CreatedAt)}.");
            await Task.Delay(options.PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }

        static Found Skipped(string why) => new(Ending: new Ending(WorkerState.Skipped, WorkerCause.StartTimeout, why, null));
    }

    // Without the growing pauses of other retries: the start lies only seconds ahead when it is set.
    private async Task<T?> LookAsync<T>(Func<CancellationToken, Task<T?>> read, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return await read(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
        {
            log.Write($"Could not look for the start: {e.Message}");
            return null;
        }
    }

    /// <summary>Sleeps to the instant at which all begin.</summary>
    /// <param name="startAt">The instant.</param>
    /// <param name="mayBeLate">Whether this worker takes part however late it is.</param>
    /// <param name="cancellationToken">Ends the sleep.</param>
    /// <returns>Null when the load is to begin now; an ending when it is too late for that.</returns>
    public async Task<Ending?> StandByAsync(DateTimeOffset startAt, bool mayBeLate, CancellationToken cancellationToken)
    {
        var wait = startAt - clock.GetUtcNow();
        if (wait < -options.LateStart && !mayBeLate)
            return new Ending(WorkerState.Skipped, WorkerCause.StartTimeout, $"It saw the start {-wait.TotalSeconds:0.0} s late and stood down.", null);
        log.Write($"Starting at {startAt:yyyy-MM-ddTHH:mm:ss.fffZ}.");
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
        return null;
    }
}
