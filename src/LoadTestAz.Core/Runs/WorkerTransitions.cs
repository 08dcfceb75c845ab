using System.Collections.Frozen;

namespace LoadTestAz.Runs;

/// <summary>Which state of a worker may follow which.</summary>
public static class WorkerTransitions
{
    // Not heard of, or given up, is no end that is certain: a completion has the last word, and one that is heard of goes on.
    private static readonly WorkerState[] Heard = [WorkerState.Creating, WorkerState.Ready, WorkerState.Running, WorkerState.Uploading, WorkerState.Completed, WorkerState.Stopped];

    private static readonly WorkerState[] GivenUp = [WorkerState.Failed, WorkerState.Lost, WorkerState.Skipped];

    // Who made no load has not completed.
    private static readonly WorkerState[] Ends = [.. GivenUp, WorkerState.Stopped];

    private static readonly FrozenDictionary<WorkerState, WorkerState[]> Next = new Dictionary<WorkerState, WorkerState[]>
    {
        [WorkerState.Planned] = [WorkerState.Creating, WorkerState.Pulling, .. Ends],
        [WorkerState.Creating] = [WorkerState.Pulling, WorkerState.Ready, .. Ends],
        [WorkerState.Pulling] = [WorkerState.Creating, WorkerState.Ready, .. Ends],
        [WorkerState.Ready] = [WorkerState.Running, .. Ends],
        [WorkerState.Running] = [WorkerState.Uploading, .. GivenUp],
        [WorkerState.Uploading] = [WorkerState.Completed, WorkerState.Stopped, .. GivenUp],
        [WorkerState.Lost] = [.. Heard, .. GivenUp.Where(s => s is not WorkerState.Lost)],
        [WorkerState.Failed] = [.. Heard, .. GivenUp.Where(s => s is not WorkerState.Failed)],
        [WorkerState.Skipped] = [.. Heard, .. GivenUp.Where(s => s is not WorkerState.Skipped)],
        [WorkerState.Completed] = [],
        [WorkerState.Stopped] = [],
    }.ToFrozenDictionary();

    /// <summary>True when the second state may directly follow the first.</summary>
    public static bool IsAllowed(WorkerState from, WorkerState to) => Next[from].Contains(to);
}
