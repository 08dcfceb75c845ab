using System.Globalization;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs;

/// <summary>
/// When a run begins, and with whom; a function of the plan and of what the store shows, so that all sessions find the same.
/// </summary>
/// <remarks>
/// It begins at once when all workers are ready, or those that are not have ended for good. As soon as the plan's quorum is
/// ready, the others get no longer than until nobody has become ready for <see cref="Settling"/>, and never longer than the
/// start timeout. A run that has its quorum begins with those that are ready; of one that has not, the plan's policy for
/// missing workers says what becomes.
/// </remarks>
public static class StartRules
{
    /// <summary>Once the quorum is ready, so long must have passed since the last worker became ready: stragglers come soon after the others.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(30);

    /// <summary>How many of so many workers are enough for a quorum; at least one.</summary>
    public static int Needed(double quorum, int workers) => Math.Clamp((int)Math.Ceiling((quorum * workers) - 1e-9), 1, workers);

    /// <summary>Decides; null to wait on.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="document">When the run was created.</param>
    /// <param name="shares">The shares as they were settled; null while they were not.</param>
    /// <param name="workers">All of them, as they stand.</param>
    /// <param name="ready">Those that are ready, for the share that is theirs now.</param>
    /// <param name="lastReadyAt">When the last of those that are ready became so, by the store's clock.</param>
    /// <param name="now">By the store's clock.</param>
    internal static StartDecision? Decide(
        LoadTestPlan plan, RunDocument document, SharesDocument? shares, IReadOnlyList<LoadTestWorker> workers, IReadOnlyList<int> ready, DateTimeOffset? lastReadyAt, DateTimeOffset now)
    {
        if (shares is not null)
            return AfterSharing(shares, workers, ready, now);

        var execution = plan.Execution;
        var pending = workers.Count(w => !w.IsFinal) - ready.Count;
        var enough = ready.Count >= Needed(execution.StartQuorum, workers.Count);
        if (pending > 0 && now < document.CreatedAt + execution.StartTimeout && !(enough && now >= lastReadyAt + Settling))
            return null;
        if (ready.Count == 0)
        {
            return new(CallOff: pending > 0
                ? $"No worker was ready within the start timeout of {K6Duration.Format(execution.StartTimeout)}."
                : "Every worker ended before the start.");
        }

        return execution.OnMissingWorkers switch
        {
            MissingWorkersPolicy.Fail when !enough => new(CallOff: WhyNotEnough(plan, workers, ready, pending)),

            // There also when nobody is missing: of two sessions, one of which saw the last worker become ready and the other
            // did not, only one can settle it.
            MissingWorkersPolicy.Redistribute => new(Shares: Redistribution.Of(plan, ready, giveAway: !enough, now)),
            _ => new(Start: ready),
        };
    }

    // Whoever is not ready again in time is missing; his load is not given away once more.
    private static StartDecision? AfterSharing(SharesDocument shares, IReadOnlyList<LoadTestWorker> workers, IReadOnlyList<int> ready, DateTimeOffset now)
    {
        var part = workers.Where(w => shares.Of(w.Index) is not null).ToList();
        var present = part.Where(w => ready.Contains(w.Index)).Select(w => w.Index).ToList();
        if (now < shares.ReadyBy && part.Any(w => !w.IsFinal && !present.Contains(w.Index)))
            return null;
        return present.Count > 0 ? new(Start: present) : new(CallOff: "The missing workers' load was given to the others, and none of them was ready for it.");
    }

    private static string WhyNotEnough(LoadTestPlan plan, IReadOnlyList<LoadTestWorker> workers, IReadOnlyList<int> ready, int pending)
    {
        const int Named = 5;
        var missing = workers.Where(w => !ready.Contains(w.Index)).ToList();
        var names = string.Join(", ", missing.Take(Named).Select(w => w.Cause is WorkerCause.None ? $"{w.Index}" : $"{w.Index} ({w.Cause})")) + (missing.Count > Named ? ", ..." : "");
        var when = pending > 0 ? $"within the start timeout of {K6Duration.Format(plan.Execution.StartTimeout)}" : "and the others have ended before the start";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{ready.Count} of {workers.Count} workers were ready {when}; missing: {names}. The plan asks for {Needed(plan.Execution.StartQuorum, workers.Count)} (execution.start_quorum) and calls the run off otherwise (execution.on_missing_workers: fail).");
    }
}
