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
    private readonly RunStarter _starter = new(run, plan, document, compute?.StartLead ?? RunStarter.DefaultLead);
    private readonly WorkerJudge _judge = new(run, plan, document, compute);
    private readonly GarbageBound _garbage = new();
    private RunObserver _observer = new(run);
    private LiveFigures? _live;
    private DateTimeOffset? _waitsUntil;
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
        _waitsUntil = timeout is null ? null : clock.GetUtcNow() + timeout.Value;
        while (true)
        {
            var workers = await LookAsync(cancellationToken).ConfigureAwait(false);
            var over = workers.All(w => w.IsFinal);
            if (over)
                await RemoveSetupDataAsync(cancellationToken).ConfigureAwait(false);
            if (over || clock.GetUtcNow() >= _waitsUntil)
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
            _judge.Forget();
            workers = await ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return Describe(workers, timedOut: false);
    }

    private async Task<IReadOnlyList<LoadTestWorker>> LookAsync(CancellationToken cancellationToken)
    {
        await clock.TryLookAsync(cancellationToken).ConfigureAwait(false);
        _live ??= new LiveFigures(plan, Warn);
        _observer.Readings = _live.Readings;
        _observer.SnapshotInterval = LivePace.Of(plan, _observer, clock.GetUtcNow());
        var workers = await ReadAsync(cancellationToken).ConfigureAwait(false);
        if (_observer.Start is null && _observer.Stop is null && await TryDecideStartAsync(workers, cancellationToken).ConfigureAwait(false))
            workers = await ReadAsync(cancellationToken).ConfigureAwait(false);
        TellOnce(workers);
        Looked?.Invoke(workers);
        var progress = _live.Describe(document, _observer, workers, clock.GetUtcNow());
        Report?.Invoke(progress with { WaitsUntil = _waitsUntil });
        await StopIfBadAsync(_live.Stop, cancellationToken).ConfigureAwait(false);
        _garbage.Keep();
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
            _judge.Heard(now);
        }
        catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
        {
            _judge.HeardNothing();
            // The run does not depend on us: what was last seen stands until the store answers again or the hard end is over.
            WarnOfSilence(e);
        }

        return await _judge.JudgeAsync(_observer, now, Warn, cancellationToken).ConfigureAwait(false);
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

    // True when this look changed the run: the start was set, the shares were settled, or the run was called off.
    private async Task<bool> TryDecideStartAsync(IReadOnlyList<LoadTestWorker> workers, CancellationToken cancellationToken)
    {
        try
        {
            return await _starter.TryAdvanceAsync(_observer, workers, clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
        {
            WarnOfSilence(e);
            return false;
        }
    }

    private void WarnOfSilence(StoreException e) =>
        Warn?.Invoke($"The store did not answer ({e.Message}); trying again every {PollInterval.TotalSeconds:0.#} s, at the longest until the run's hard end, {document.DeadlineAt:u}; then workers that were not heard of are given up.");

    private LoadTestRun Describe(IReadOnlyList<LoadTestWorker> workers, bool timedOut)
    {
        foreach (var reason in _observer.Unreadable.Values)
            Warn?.Invoke(reason);
        return new LoadTestRun
        {
            RunId = run.RunId,
            Name = plan.Name,
            State = timedOut ? RunState.TimedOut : RunStates.Of(workers, _observer.Stop),
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
}
