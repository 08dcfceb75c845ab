using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>
/// The common start, pulled by each worker: it looks for <c>start.json</c> and sleeps to the instant that stands there.
/// Nobody has to reach the workers, so it holds behind any network.
/// </summary>
internal sealed class StartBarrier(RunStore run, int index, TimeProvider clock, WorkerAgentOptions options, WorkerLog log)
{
    /// <summary>Waits for the go.</summary>
    /// <returns>The go, when this worker takes part; else how it ends.</returns>
    public async Task<(StartDocument? Start, Ending? Ending)> WaitAsync(RunDocument document, LoadTestPlan plan, CancellationToken cancellationToken)
    {
        // The controller decides at the start timeout; a while after that nobody is there to decide any more.
        var giveUpAt = document.CreatedAt + plan.Execution.StartTimeout + WorkerStates.LostAfter;
        while (true)
        {
            if (await LookAsync(cancellationToken).ConfigureAwait(false) is { } start)
            {
                return start.Workers.Contains(index)
                    ? (start, null)
                    : (null, new Ending(WorkerState.Skipped, WorkerCause.StartTimeout, "The run began without this worker, which was not ready in time.", null));
            }

            if (clock.GetUtcNow() >= giveUpAt)
                return (null, new Ending(WorkerState.Skipped, WorkerCause.StartTimeout, $"No start was set within {K6Duration.Format(giveUpAt - document.CreatedAt)}.", null));
            await Task.Delay(options.PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // Without the growing pauses of other retries: the start lies only seconds ahead when it is set.
    private async Task<StartDocument?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await run.ReadStartAsync(cancellationToken).ConfigureAwait(false);
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
