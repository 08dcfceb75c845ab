using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Runs;

/// <summary>Keeps what one session has seen of a run's workers, look by look, and tells how each stands.</summary>
internal sealed class WorkerJudge(RunStore run, LoadTestPlan plan, RunDocument document, IComputeBackend? compute)
{
    // A worker writes a snapshot every 5 s.
    private static readonly TimeSpan DoubtAfter = TimeSpan.FromSeconds(15);

    private readonly Dictionary<int, DateTimeOffset> _endedSince = [];
    private readonly Dictionary<int, WorkerStateMachine> _machines = [];
    private IReadOnlyDictionary<int, ComputeInstance> _instances = new Dictionary<int, ComputeInstance>();
    private DateTimeOffset _hearingSince;
    private DateTimeOffset? _stopSeenAt;

    /// <summary>The store has answered. After an outage nobody is taken for silent before he had time to be heard.</summary>
    public void Heard(DateTimeOffset now)
    {
        if (_hearingSince == DateTimeOffset.MaxValue)
            _hearingSince = now;
    }

    /// <summary>The store did not answer.</summary>
    public void HeardNothing() => _hearingSince = DateTimeOffset.MaxValue;

    /// <summary>Forgets through which states the workers came, for who finds that he judged by a wrong clock.</summary>
    public void Forget() => _machines.Clear();

    /// <summary>Judges all workers; the platform is asked about those of whom the store tells too little.</summary>
    /// <param name="observer">What the store shows.</param>
    /// <param name="now">By the store's clock.</param>
    /// <param name="warn">Is told when the platform does not answer.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task<IReadOnlyList<LoadTestWorker>> JudgeAsync(RunObserver observer, DateTimeOffset now, Action<string>? warn, CancellationToken cancellationToken)
    {
        if (observer.Stop is not null)
            _stopSeenAt ??= now;
        await AskPlatformAsync(observer, now, warn, cancellationToken).ConfigureAwait(false);
        var lead = SetupPhase.LeadOf(plan, observer);
        return plan.Workers.Select(share => Judge(observer, share, lead, now)).ToList();
    }

    // The store decides, so that a platform that does not answer, or not us, costs a warning and the reason for some ends.
    private async Task AskPlatformAsync(RunObserver observer, DateTimeOffset now, Action<string>? warn, CancellationToken cancellationToken)
    {
        var inDoubt = plan.Workers.Select(share => share.Index).Where(index => IsInDoubt(observer.TraceOf(index), now)).ToList();
        if (compute is null || inDoubt.Count == 0)
            return;
        try
        {
            var instances = await compute.ListAsync(run.RunId, inDoubt, cancellationToken).ConfigureAwait(false);
            _instances = instances.DistinctBy(i => i.WorkerIndex).ToDictionary(i => i.WorkerIndex);
        }
        catch (ComputeException e)
        {
            warn?.Invoke($"How the workers are can't be asked: {e.Message}");
        }
    }

    private static bool IsInDoubt(WorkerTrace trace, DateTimeOffset now) => trace.Completion is null && !(now - trace.LiveSeenAt < DoubtAfter);

    private LoadTestWorker Judge(RunObserver observer, LoadTestPlanWorker share, int? setupWorker, DateTimeOffset now)
    {
        var instance = _instances.GetValueOrDefault(share.Index);
        if (instance is not { State: ComputeState.Ended })
            _endedSince.Remove(share.Index);
        else
            _endedSince.TryAdd(share.Index, now);
        DateTimeOffset? endedSince = _endedSince.TryGetValue(share.Index, out var since) ? since : null;
        var evidence = new WorkerStates.Evidence(
            share, observer.TraceOf(share.Index), document, observer.Start, instance, endedSince, now, SetupPhase.QuietUntil(observer, setupWorker, share.Index),
            _hearingSince, observer.Shares, observer.Stop, _stopSeenAt);
        if (!_machines.TryGetValue(share.Index, out var machine))
            _machines[share.Index] = machine = new WorkerStateMachine(document.CreatedAt);
        return machine.Advance(WorkerStates.Judge(evidence, run.Store.Location), evidence);
    }
}
