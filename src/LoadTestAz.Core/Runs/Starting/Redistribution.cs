using LoadTestAz.Plans;
using LoadTestAz.Plans.Binding;

namespace LoadTestAz.Runs;

/// <summary>
/// Gives the load of missing workers to those that are ready: to workers of the same type, in proportion to what they have,
/// by the same division as the plan's, so that VUs and execution segments add up to the plan's.
/// </summary>
public static class Redistribution
{
    /// <summary>Settles who takes part with which share.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="ready">The workers that are ready.</param>
    /// <param name="giveAway">Whether they get the others' load; else each keeps its own.</param>
    /// <param name="now">By the store's clock.</param>
    public static SharesDocument Of(LoadTestPlan plan, IReadOnlyCollection<int> ready, bool giveAway, DateTimeOffset now)
    {
        var (shares, given) = (new List<WorkerShare>(), new List<int>());
        foreach (var type in plan.Workers.GroupBy(worker => worker.TestType))
        {
            var present = type.Where(worker => ready.Contains(worker.Index)).ToList();
            var missing = type.Where(worker => !ready.Contains(worker.Index)).Select(worker => worker.Index).ToList();
            if (!giveAway || missing.Count == 0 || present.Count == 0)
            {
                // Nobody of its type is there to take it: that load is missing.
                shares.AddRange(present.Select(worker => new WorkerShare(worker.Index, worker.Vus, worker.ExecutionSegment)));
                continue;
            }

            var vus = WorkerShares.Divide(type.Sum(worker => worker.Vus), [.. present.Select(worker => (double)worker.Vus)]);
            shares.AddRange(present.Zip(vus, ExecutionSegments.Of(vus)).Select(share => new WorkerShare(share.First.Index, share.Second, share.Third)));
            given.AddRange(missing);
        }

        var time = plan.Execution.StartTimeout < LoadTestExecution.RedistributionTime ? plan.Execution.StartTimeout : LoadTestExecution.RedistributionTime;
        return new SharesDocument(now, now + time, [.. shares.OrderBy(share => share.Worker)], [.. given.Order()]);
    }

    /// <summary>The plan as it is to be run with these shares; whoever gave his away has no VUs in it.</summary>
    public static LoadTestPlan Apply(LoadTestPlan plan, SharesDocument shares) => plan with
    {
        Workers =
        [
            .. plan.Workers.Select(worker => shares.Of(worker.Index) is { } share
                ? worker with { Vus = share.Vus, ExecutionSegment = share.ExecutionSegment }
                : worker with { Vus = shares.VusOf(worker) }),
        ],
    };

    /// <summary>Says whose load was given to whom; null when that did not happen.</summary>
    /// <param name="workers">All of the run's, as they stand.</param>
    public static string? Describe(IReadOnlyCollection<LoadTestWorker> workers)
    {
        const int Named = 5;
        var givers = workers.Where(w => w.Vus == 0 && w.PlannedVus > 0).ToList();
        var takers = workers.Where(w => w.Vus > w.PlannedVus).ToList();
        if (givers.Count == 0 || takers.Count == 0)
            return null;
        var names = string.Join(", ", givers.Take(Named).Select(w => w.Index)) + (givers.Count > Named ? $" and {givers.Count - Named} more" : "");
        var most = takers.MaxBy(w => w.Vus)!;
        return $"Before the start the load of {(givers.Count == 1 ? $"worker {names}" : $"{givers.Count} workers ({names})")} was given to {takers.Count} other{(takers.Count == 1 ? "" : "s")} (execution.on_missing_workers: redistribute): "
            + $"{givers.Sum(w => w.PlannedVus)} VUs, so that worker {most.Index} had {most.Vus} where the plan has {most.PlannedVus}. See that CPU and memory of a worker are enough for so many.";
    }
}
