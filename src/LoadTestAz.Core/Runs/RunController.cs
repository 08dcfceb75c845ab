using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs.Live;

namespace LoadTestAz.Runs;

/// <summary>
/// Brings a run to its common start and follows it to its end, from the store alone; any number of sessions may do so
/// at once, since each step is a conditional write that only one of them wins. Every wait is bounded by the plan.
/// </summary>
public sealed class RunController(RunStore run, LoadTestPlan plan, RunDocument document, IComputeBackend? compute, StoreClock clock)
{
    private RunObserver _observer = new(run);
    private LiveFigures? _live;
    private readonly Dictionary<int, DateTimeOffset> _endedSince = [];
    private readonly Dictionary<int, WorkerStateMachine> _machines = [];
    private IReadOnlyList<ComputeInstance> _instances = [];
    private DateTimeOffset _hearingSince;
    private DateTimeOffset? _stopSeenAt;
    private bool _sharesTold;
    private bool _clockTold;

    /// <inheritdoc cref="RunController(RunStore, LoadTestPlan, RunDocument, IComputeBackend, StoreClock)"/>
    public RunController(RunStore run, LoadTestPlan plan, RunDocument document, IComputeBackend? compute, TimeProvider machine)
        : this(run, plan, document, compute, new StoreClock(run.Store, machine))
    {
    }

    /// <summary>What the store shows.</summary>
    public RunObserver Observer => _observer;

    /// <summary>How often the store is looked at.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Takes a line worth a warning: the store was out of reach, a file was not understood.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Takes the state after each look.</summary>
    public Action<LoadTestRunProgress>? Report { get; init; }

    /// <summary>Takes the workers as they stand, after each look.</summary>
    public Action<IReadOnlyList<LoadTestWorker>>? Looked { get; init; }

    /// <summary>Waits until the start is set (by us or by another session), or the run is over before it began.</summary>
    public async Task<LoadTestRun> UntilStartedAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var workers = await LookAsync(cancellationToken).ConfigureAwait(false);
            if (_observer.Start is not null || _observer.Stop is not null || workers.All(w => w.IsFinal))
                return Describe(workers, timedOut: false);
            await Task.Delay(PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Waits until every worker has ended, or <paramref name="timeout"/> is over.</summary>
    /// <param name="timeout">The longest wait; null for the run's own hard end.</param>
    /// <param name="cancellationToken">Ends the wait, not the run.</param>
    public async Task<LoadTestRun> UntilEndedAsync(TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var giveUpAt = timeout is null ? DateTimeOffset.MaxValue : clock.GetUtcNow() + timeout.Value;
        while (true)
        {
            var workers = await LookAsync(cancellationToken).ConfigureAwait(false);
            var over = workers.All(w => w.IsFinal);
            if (over)
                await RemoveSetupDataAsync(cancellationToken).ConfigureAwait(false);
            if (over || clock.GetUtcNow() >= giveUpAt)
            {
                var state = Describe(workers, timedOut: !over);
                if (over)
                    await SaveOutcomeAsync(state, cancellationToken).ConfigureAwait(false);
                return state;
            }

            await Task.Delay(PollInterval, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Looks once: waits for nothing, and decides nothing, so that merging a run never starts it or calls it off.</summary>
    public async Task<LoadTestRun> LookOnceAsync(CancellationToken cancellationToken)
    {
        _observer = new RunObserver(run) { ByStoreClock = true };
        var workers = await ReadAsync(cancellationToken).ConfigureAwait(false);

        // Whether one that has not ended is still alive is a matter of the time now.
        if (workers.Any(w => _observer.TraceOf(w.Index).Completion is null)
            && await clock.TryLookAsync(cancellationToken).ConfigureAwait(false) && clock.Offset != TimeSpan.Zero)
        {
            _machines.Clear();
            workers = await ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return Describe(workers, timedOut: false);
    }

    private async Task<IReadOnlyList<LoadTestWorker>> LookAsync(CancellationToken cancellationToken)
    {
        await clock.TryLookAsync(cancellationToken).ConfigureAwait(false);
        _live ??= new LiveFigures(plan, Warn);
        _observer.WatchedMetrics = _live.IsWatched;
        var workers = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (_observer.Start is null && _observer.Stop is null && await TryDecideStartAsync(workers, cancellationToken).ConfigureAwait(false))
            workers = await ReadAsync(cancellationToken).ConfigureAwait(false);
        TellOnce(workers);
        Looked?.Invoke(workers);
        var progress = _live.Describe(document, _observer, workers, clock.GetUtcNow());
        Report?.Invoke(progress);
        await StopIfBadAsync(_live.Stop, cancellationToken).ConfigureAwait(false);
        return workers;
    }

    private void TellOnce(IReadOnlyList<LoadTestWorker> workers)
    {
        if (!_sharesTold && Redistribution.Describe(workers) is { } given)
        {
            _sharesTold = true;
            Warn?.Invoke(given);
        }

        if (!_clockTold && ClockWarnings.OfThisMachine(clock.Offset) is { } off)
        {
            _clockTold = true;
            Warn?.Invoke(off);
        }
    }

    // Any session that follows a run may do so: the first one's stop stands.
    private async Task StopIfBadAsync(StopDocument? stop, CancellationToken cancellationToken)
    {
        if (stop is null || _observer.Stop is not null)
            return;
        try
        {
            await run.TryStopAsync(stop, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
        {
            Warn?.Invoke($"The run is to be stopped, and the store did not answer: {e.Message} {stop.Reason}");
        }
    }

    private async Task<IReadOnlyList<LoadTestWorker>> ReadAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        try
        {
            await _observer.PollAsync(now, cancellationToken).ConfigureAwait(false);
            // After an outage nobody is taken for silent before he had time to be heard.
            if (_hearingSince == DateTimeOffset.MaxValue)
                _hearingSince = now;
        }
        catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
        {
            _hearingSince = DateTimeOffset.MaxValue;
            // The run does not depend on us: what was last seen stands until the store answers again or the hard end is over.
            WarnOfSilence(e);
        }

        if (_observer.Stop is not null)
            _stopSeenAt ??= now;
        await AskPlatformAsync(now, cancellationToken).ConfigureAwait(false);
        return plan.Workers.Select(share => JudgeWorker(share, now)).ToList();
    }

    // The store decides, so that a platform that does not answer, or not us, costs a warning and the reason for some ends.
    private async Task AskPlatformAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var inDoubt = plan.Workers.Select(share => share.Index).Where(index => IsInDoubt(index, now)).ToList();
        if (compute is null || inDoubt.Count == 0)
            return;
        try
        {
            _instances = await compute.ListAsync(run.RunId, inDoubt, cancellationToken).ConfigureAwait(false);
        }
        catch (ComputeException e)
        {
            Warn?.Invoke($"How the workers are can't be asked: {e.Message}");
        }
    }

    private bool IsInDoubt(int worker, DateTimeOffset now)
    {
        var trace = _observer.TraceOf(worker);
        return trace.Completion is null && !(now - trace.LiveSeenAt < DoubtAfter);
    }

    private LoadTestWorker JudgeWorker(LoadTestPlanWorker share, DateTimeOffset now)
    {
        var instance = _instances.FirstOrDefault(i => i.WorkerIndex == share.Index);
        if (instance is not { State: ComputeState.Ended })
            _endedSince.Remove(share.Index);
        else
            _endedSince.TryAdd(share.Index, now);
        DateTimeOffset? endedSince = _endedSince.TryGetValue(share.Index, out var since) ? since : null;
        var evidence = new WorkerStates.Evidence(
            share, _observer.TraceOf(share.Index), document, _observer.Start, instance, endedSince, now, SetupPhase.QuietUntil(plan, _observer, share.Index),
            _hearingSince, _observer.Shares, _observer.Stop, _stopSeenAt);
        if (!_machines.TryGetValue(share.Index, out var machine))
            _machines[share.Index] = machine = new WorkerStateMachine(document.CreatedAt);
        return machine.Advance(WorkerStates.Judge(evidence, run.Store.Location), evidence);
    }

    // It only saves others the reading of every worker's end.
    private async Task SaveOutcomeAsync(LoadTestRun outcome, CancellationToken cancellationToken)
    {
        try
        {
            await run.WriteOutcomeAsync(outcome, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            Warn?.Invoke($"How the run ended could not be noted in the store: {e.Message}");
        }
    }

    // The worker that wrote them has done so itself, unless it was lost.
    private async Task RemoveSetupDataAsync(CancellationToken cancellationToken)
    {
        if (_observer.Setup is not { Data: not null } setup)
            return;
        try
        {
            await run.RemoveSetupDataAsync(setup, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e)
        {
            Warn?.Invoke($"What setup() returned still stands in '{run.Prefix}setup.json', since the store did not take it out: {e.Message}");
        }
    }

    private async Task<bool> TryDecideStartAsync(IReadOnlyList<LoadTestWorker> workers, CancellationToken cancellationToken)
    {
        try
        {
            return await DecideStartAsync(workers, cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
        {
            WarnOfSilence(e);
            return false;
        }
    }

    private void WarnOfSilence(StoreException e) =>
        Warn?.Invoke($"The store did not answer ({e.Message}); trying again every {PollInterval.TotalSeconds:0.#} s.");

    // True when this look changed the run: the start was set, the shares were settled, or the run was called off.
    private async Task<bool> DecideStartAsync(IReadOnlyList<LoadTestWorker> workers, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var ready = workers.Where(w => w.State is WorkerState.Ready && _observer.TraceOf(w.Index).Ready!.IsFor(_observer.Shares?.Of(w.Index))).Select(w => w.Index).ToList();
        var lastReadyAt = ready.Max(index => (DateTimeOffset?)_observer.TraceOf(index).Ready!.At);
        switch (StartRules.Decide(plan, document, _observer.Shares, workers, ready, lastReadyAt, now))
        {
            case { Start: { } starters }:
                var lead = compute?.StartLead ?? DefaultStartLead;
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

    private LoadTestRun Describe(IReadOnlyList<LoadTestWorker> workers, bool timedOut)
    {
        foreach (var reason in _observer.Unreadable.Values)
            Warn?.Invoke(reason);
        return new LoadTestRun
        {
            RunId = run.RunId,
            Name = plan.Name,
            State = timedOut ? RunState.TimedOut : StateOf(workers, _observer.Stop),
            Workers = workers,
            Coverage = LoadTestCoverage.Of(workers, _observer.Stop is not null),
            Location = run.Store.Location,
            CreatedAt = document.CreatedAt,
            Duration = plan.Duration,
            StartedAt = SetupPhase.LoadStart(plan, _observer) ?? _observer.Start?.StartAt,
            FinishedAt = workers.All(w => w.IsFinal) ? workers.Max(w => w.FinishedAt) : null,
            EstimatedCost = CostEstimate.Of(plan, share => RanFor(share.Index)),
            CostBasis = CostEstimate.Basis(plan),
            StopReason = _observer.Stop?.Reason,
            StopRule = _observer.Stop?.Rule,
            Detail = _observer.Stop?.Reason ?? workers.FirstOrDefault(w => w.Cause is not WorkerCause.None)?.Detail,
        };
    }

    // From its process's first sign of life to its end, as far as the store shows them.
    private TimeSpan? RanFor(int worker)
    {
        var trace = _observer.TraceOf(worker);
        if (trace.Claim is not { } claim)
            return null;
        var now = clock.GetUtcNow();
        var end = trace.Completion?.FinishedAt ?? (now < document.ExpiresAt ? now : document.ExpiresAt);
        return end > claim.At ? end - claim.At : TimeSpan.Zero;
    }

    /// <summary>The state that a run's workers add up to.</summary>
    public static RunState StateOf(IReadOnlyCollection<LoadTestWorker> workers, StopDocument? stop)
    {
        if (!workers.All(w => w.IsFinal))
            return RunState.Running;
        if (workers.All(w => w.State is WorkerState.Completed))
            return RunState.Completed;
        var useful = workers.Any(w => w.State is WorkerState.Completed || (w.State is WorkerState.Stopped && w.StartedAt is not null));
        if (stop is { CalledOff: true } && !useful)
            return RunState.Failed;
        if ((stop is not null && useful) || workers.All(w => w.State is WorkerState.Stopped))
            return RunState.Stopped;
        return useful ? RunState.Degraded : RunState.Failed;
    }

    // A worker writes a snapshot every 5 s.
    private static readonly TimeSpan DoubtAfter = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan DefaultStartLead = TimeSpan.FromSeconds(5);
}
