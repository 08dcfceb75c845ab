namespace LoadTestAz.Runs;

/// <summary>Tells how a run stands from how its workers do.</summary>
public static class RunStates
{
    /// <summary>The state that a run's workers add up to.</summary>
    public static RunState Of(IReadOnlyCollection<LoadTestWorker> workers, StopDocument? stop)
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
}
