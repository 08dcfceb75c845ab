namespace LoadTestAz.Runs;

/// <summary>
/// A worker's way through its states, as one observer sees it. Each step is one that <see cref="WorkerTransitions"/> allows:
/// what contradicts it, such as a file that a store shows again after a later one, changes nothing.
/// </summary>
internal sealed class WorkerStateMachine(DateTimeOffset planned)
{
    // In the order of a worker's life.
    private static readonly WorkerState[] Stages = [WorkerState.Planned, WorkerState.Creating, WorkerState.Ready, WorkerState.Running, WorkerState.Uploading];

    private readonly List<LoadTestWorkerStep> _steps = [new(WorkerState.Planned, planned)];
    private int _stage;
    private (WorkerCause Cause, string? Detail) _reason;

    private WorkerState Current => _steps[^1].State;

    /// <summary>Goes on to where the evidence says that the worker stands.</summary>
    /// <param name="judged">What the evidence says.</param>
    /// <param name="evidence">It tells when earlier steps were.</param>
    /// <returns>The worker as it stands, with its steps.</returns>
    public LoadTestWorker Advance(LoadTestWorker judged, WorkerStates.Evidence evidence)
    {
        if (judged.State == Current || TryGo(judged.State, evidence))
            _reason = (judged.Cause, judged.Detail);
        return judged with { State = Current, Cause = _reason.Cause, Detail = _reason.Detail, Steps = _steps.ToArray() };
    }

    private bool TryGo(WorkerState target, WorkerStates.Evidence evidence)
    {
        var stage = Array.IndexOf(Stages, target is WorkerState.Pulling ? WorkerState.Creating : target);
        if (stage >= 0 && stage < _stage)
            return false;

        // Between two looks there may have been several steps.
        var reached = stage >= 0 ? stage - 1 : ReachedBefore(target, evidence);
        var way = Stages.Take(reached + 1).Skip(_stage + 1).Append(target).ToList();
        for (var (from, i) = (Current, 0); i < way.Count; from = way[i++])
        {
            if (!WorkerTransitions.IsAllowed(from, way[i]))
                return false;
        }

        foreach (var state in way)
            _steps.Add(new(state, Later(TimeOf(state, evidence) ?? (state == target ? evidence.Now : null))));
        _stage = Math.Max(_stage, Math.Max(stage, reached));
        return true;
    }

    // The last stage before an end.
    private static int ReachedBefore(WorkerState end, WorkerStates.Evidence e)
    {
        var furthest = e.Trace switch
        {
            { Completion: { } c } when c.StartedAt is not null || e.Trace.Live is not null => WorkerState.Uploading,
            _ when end is WorkerState.Completed => WorkerState.Uploading,
            { Live: { } live } => live.State,
            { Ready: not null } => WorkerState.Ready,
            { Claim: not null } => WorkerState.Creating,
            _ => WorkerState.Planned,
        };
        return Array.IndexOf(Stages, furthest);
    }

    private static DateTimeOffset? TimeOf(WorkerState state, WorkerStates.Evidence e) => state switch
    {
        WorkerState.Creating => e.Trace.Claim?.At,
        WorkerState.Ready => e.Trace.Ready?.At,
        WorkerState.Running => e.Trace.Completion?.StartedAt ?? e.Trace.Live?.StartedAt,
        WorkerState.Uploading => e.Trace.Completion is { } c ? c.FinishedAt : e.Trace.Live is { State: WorkerState.Uploading } live ? live.At : null,
        WorkerState.Completed or WorkerState.Failed or WorkerState.Stopped or WorkerState.Skipped => e.Trace.Completion?.SavedAt ?? e.Trace.Completion?.FinishedAt,
        _ => null,
    };

    // Clocks of several machines are in it, and nothing was before what came before it.
    private DateTimeOffset? Later(DateTimeOffset? at) => at is null || !(_steps.FindLast(s => s.At is not null)?.At > at) ? at : _steps.FindLast(s => s.At is not null)!.At;
}
