using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>
/// The way of a worker from its claim to the instant at which its load begins: its engine is prepared, perhaps once more for
/// another share, it waits for the go, and for a setup() that one worker runs for all.
/// </summary>
internal sealed class WorkerStart(
    RunStore run, int index, StoreClock clock, WorkerAgentOptions options, WorkerLog log, WorkerEngine engine, LoadSession session, SetupLead setup, RunDocument document)
{
    private readonly StartBarrier _barrier = new(run, index, clock, options, log);

    /// <summary>Everything up to the common start; an ending when this worker is to stand down.</summary>
    public async Task<Ending?> GetReadyAsync(LoadTestPlan plan, CancellationToken cancellationToken)
    {
        await PrepareAsync(plan, cancellationToken).ConfigureAwait(false);
        var found = await _barrier.WaitAsync(document, plan, null, cancellationToken).ConfigureAwait(false);
        if (found.Shares is { } shares)
        {
            if (shares.Of(index)!.ExecutionSegment != plan.Workers.First(w => w.Index == index).ExecutionSegment)
            {
                plan = Redistribution.Apply(plan, shares);
                await PrepareAsync(plan, cancellationToken).ConfigureAwait(false);
            }

            found = await _barrier.WaitAsync(document, plan, shares, cancellationToken).ConfigureAwait(false);
        }

        return found.Start is { } start
            ? await UntilStartAsync(plan, start, engine.Current!, cancellationToken).ConfigureAwait(false)
            : found.Ending;
    }

    // Ready for the worker's share in that plan.
    private async Task PrepareAsync(LoadTestPlan plan, CancellationToken cancellationToken)
    {
        var share = plan.Workers.First(w => w.Index == index);
        var prepared = await engine.PrepareAsync(plan, cancellationToken).ConfigureAwait(false);
        log.Write($"Ready with {prepared.Description} for {share.Vus} VUs, segment {share.ExecutionSegment}.");
        var ready = new ReadyDocument(index, clock.GetUtcNow(), prepared.Description, Environment.MachineName, share.Vus, share.ExecutionSegment);
        await Retry.UntilAsync(t => run.WriteReadyAsync(ready, t), "say it is ready", log, clock, cancellationToken).ConfigureAwait(false);
    }

    // From the go to the start: at once, or after one worker has run the script's setup() for all.
    private async Task<Ending?> UntilStartAsync(LoadTestPlan plan, StartDocument start, ILoadEngine prepared, CancellationToken cancellationToken)
    {
        if (SetupPhase.LeadOf(plan, start.Workers) is not { } lead)
            return await _barrier.StandByAsync(start.StartAt, mayBeLate: false, cancellationToken).ConfigureAwait(false);

        if (lead != index)
        {
            var follower = new SetupFollower(run, lead, clock, options, log);
            return await follower.WaitAsync(prepared as ISharedSetup, cancellationToken).ConfigureAwait(false)
                ?? await _barrier.StandByAsync(follower.StartAt!.Value, mayBeLate: false, cancellationToken).ConfigureAwait(false);
        }

        if (prepared is not ISharedSetup shared)
            throw new EngineException(WorkerCause.EngineError, $"{prepared.Description} can't run setup() for other workers. Put 'setup: each_worker' into the plan's test section.");
        session.AwaitLoad();
        var ending = await setup.RunAsync(
            shared,
            async (byScript, token) =>
            {
                session.EndLoad();
                if (byScript)
                    await session.AskOthersToStopAsync("The script ended the test.").ConfigureAwait(false);
                await setup.UntilOthersEndedAsync(document, plan, start, token).ConfigureAwait(false);
            },
            cancellationToken).ConfigureAwait(false);
        if (ending is not null)
            return ending;
        try
        {
            return await _barrier.StandByAsync(setup.StartAt!.Value, mayBeLate: true, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // A stop. The load begins all the same, only to be ended at once: what setup() made is to be torn down.
            return null;
        }
    }
}
