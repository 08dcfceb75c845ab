using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>
/// The part of a worker that gets what setup() returned on another one. Its wait ends when it is broken off, and soon
/// after the other one is not heard of any more.
/// </summary>
internal sealed class SetupFollower(RunStore run, int lead, TimeProvider clock, WorkerAgentOptions options, WorkerLog log)
{
    /// <summary>The instant at which all begin, once setup() has ended well.</summary>
    public DateTimeOffset? StartAt { get; private set; }

    /// <summary>Waits for what came of setup() and hands it on.</summary>
    /// <param name="engine">Takes what setup() returned; null when this worker runs no script.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Null when the load is to begin at <see cref="StartAt"/>; an ending when there is none.</returns>
    public async Task<Ending?> WaitAsync(ISharedSetup? engine, CancellationToken cancellationToken)
    {
        log.Write($"Waiting for setup() on worker {lead}.");
        var looksASign = Math.Max(1, (int)(options.LiveInterval / options.PollInterval));
        var (leadEnded, sign, silence) = (false, (DateTimeOffset?)null, TimeSpan.Zero);
        for (var look = 0; ; look++)
        {
            if (await LookAsync(run.ReadSetupAsync).ConfigureAwait(false) is { } setup)
                return await TakeAsync(setup, engine, cancellationToken).ConfigureAwait(false);
            if (leadEnded)
                return GiveUp("which was to run setup() for all, ended without saying what came of it.");
            if (look % looksASign == 0)
            {
                // Looks are counted, not time: while the store is away, nobody can be heard.
                leadEnded = await LookAsync(t => run.ReadCompletionAsync(lead, t)).ConfigureAwait(false) is not null;
                var now = (await LookAsync(t => run.ReadReadyAsync(lead, t)).ConfigureAwait(false))?.At;
                (silence, sign) = (look > 0 && now == sign ? silence + (looksASign * options.PollInterval) : TimeSpan.Zero, now);
                if (silence > WorkerStates.LostAfter)
                    return GiveUp($"which was to run setup() for all, has shown no sign of life for {K6Duration.Format(WorkerStates.LostAfter)}.");
            }

            await Task.Delay(options.PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }

        Task<T?> LookAsync<T>(Func<CancellationToken, Task<T?>> read) =>
            Retry.UntilAsync(read, $"look for what came of setup() on worker {lead}", log, clock, cancellationToken);

        Ending GiveUp(string why) => new(WorkerState.Skipped, WorkerCause.LostContact, $"It made no load: worker {lead}, {why}", null);
    }

    private async Task<Ending?> TakeAsync(SetupDocument setup, ISharedSetup? engine, CancellationToken cancellationToken)
    {
        if (setup.Error is { } error)
            return new Ending(WorkerState.Skipped, WorkerCause.ScriptError, $"It made no load, since setup() failed on worker {setup.Worker}: {error}", null);
        if (setup.Removed)
            return new Ending(WorkerState.Skipped, WorkerCause.StartTimeout, "It saw the end of setup() too late and stood down.", null);
        if (engine is not null)
            await engine.TakeSetupDataAsync(setup.Data, cancellationToken).ConfigureAwait(false);
        StartAt = setup.StartAt;
        return null;
    }
}
