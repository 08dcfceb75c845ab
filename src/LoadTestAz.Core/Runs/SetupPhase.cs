using LoadTestAz.Plans;

namespace LoadTestAz.Runs;

/// <summary>
/// The time between the go (<c>start.json</c>) and the load, in which one worker runs the script's setup() for all. Who
/// that is and when the load begins follows from the plan and the run's files, so that everybody finds the same.
/// </summary>
public static class SetupPhase
{
    /// <summary>The worker that runs setup() and teardown() for all: the first one that takes part and runs the script.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="workers">Who takes part.</param>
    /// <returns>Null when there is no such phase: each worker runs its own, or none of them has a script.</returns>
    public static int? LeadOf(LoadTestPlan plan, IEnumerable<int> workers)
    {
        if (!plan.SharesSetup)
            return null;
        var scripted = plan.Workers.Where(worker => plan.ScriptOf(worker) is not null).Select(worker => worker.Index).ToHashSet();
        return workers.Where(scripted.Contains).Select(index => (int?)index).Min();
    }

    /// <summary>The same of a run as it was seen; null also while it has no start.</summary>
    public static int? LeadOf(LoadTestPlan plan, RunObserver observer) => observer.Start is { } start ? LeadOf(plan, start.Workers) : null;

    /// <summary>The instant at which the load begins; null while that is open, or when setup() failed.</summary>
    public static DateTimeOffset? LoadStart(LoadTestPlan plan, RunObserver observer) =>
        observer.Start is not { } start ? null
        : LeadOf(plan, observer) is null ? start.StartAt
        : observer.Setup?.StartAt;

    /// <summary>Until when a worker need not be heard of; null when that is the common start as ever.</summary>
    /// <remarks>
    /// While setup() runs, only the worker that runs it shows signs of life. When it is lost, the others find out by the
    /// same rule and say so, for which they get as much time again.
    /// </remarks>
    /// <param name="observer">What the store shows.</param>
    /// <param name="lead">Who runs setup(): see <see cref="LeadOf(LoadTestPlan, RunObserver)"/>, which goes over all workers.</param>
    /// <param name="worker">Whose silence is meant.</param>
    public static DateTimeOffset? QuietUntil(RunObserver observer, int? lead, int worker)
    {
        if (observer.Start is not { } start || lead is null)
            return null;
        if (observer.Setup is { } setup)
            return setup.StartAt ?? setup.At;
        var sign = observer.TraceOf(lead.Value).ReadySeenAt is { } seen && seen > start.StartAt ? seen : start.StartAt;
        return worker == lead ? sign : sign + WorkerStates.LostAfter;
    }
}
