using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Runs;

/// <summary>
/// Tells where a worker stands from what it left in the store and what the platform says of it.
/// The completion decides, not the platform: a container that ended without one is lost, whatever its exit code.
/// </summary>
public static class WorkerStates
{
    /// <summary>A worker that shows no sign of life for so long is lost; it writes a snapshot every 5 s.</summary>
    public static readonly TimeSpan LostAfter = TimeSpan.FromSeconds(60);

    /// <summary>How long after its process ended a worker's completion may still come into sight.</summary>
    public static readonly TimeSpan CompletionLag = TimeSpan.FromSeconds(15);

    /// <summary>Everything known of one worker at one moment.</summary>
    /// <param name="Share">Its share of the plan.</param>
    /// <param name="Trace">What it left in the store.</param>
    /// <param name="Run">The run's bounds.</param>
    /// <param name="Start">The common start, if set.</param>
    /// <param name="Instance">The platform's view; null when it knows nothing of it, or was not asked.</param>
    /// <param name="EndedSince">Since when the platform has been seen without it; null when it runs or was not asked.</param>
    /// <param name="Now">By the observer's clock.</param>
    /// <param name="QuietUntil">Until when the worker need not be heard of; null for the common start. See <see cref="SetupPhase"/>.</param>
    /// <param name="HearingSince">Since when the store has answered without a gap; the end of time while it does not.</param>
    /// <param name="Shares">The shares that were settled before the start; null for the plan's.</param>
    /// <param name="Stop">The request to end early, if there is one.</param>
    /// <param name="StopSeenAt">When that was first seen.</param>
    public sealed record Evidence(
        LoadTestPlanWorker Share,
        WorkerTrace Trace,
        RunDocument Run,
        StartDocument? Start,
        ComputeInstance? Instance,
        DateTimeOffset? EndedSince,
        DateTimeOffset Now,
        DateTimeOffset? QuietUntil = null,
        DateTimeOffset HearingSince = default,
        SharesDocument? Shares = null,
        StopDocument? Stop = null,
        DateTimeOffset? StopSeenAt = null);

    /// <summary>Judges the evidence.</summary>
    public static LoadTestWorker Judge(Evidence evidence, string location)
    {
        var (state, cause, detail) = StateOf(evidence);
        var completion = evidence.Trace.Completion;
        return new LoadTestWorker
        {
            RunId = evidence.Run.RunId,
            Index = evidence.Share.Index,
            Name = evidence.Instance?.Name ?? evidence.Trace.Claim?.Instance ?? $"{evidence.Run.RunId}-{evidence.Share.Index}",
            TestType = evidence.Share.TestType,
            Vus = evidence.Shares?.VusOf(evidence.Share) ?? evidence.Share.Vus,
            PlannedVus = evidence.Share.Vus,
            State = state,
            Cause = cause,
            Detail = evidence.Shares?.Given.Contains(evidence.Share.Index) == true ? WithGift(detail, evidence.Share.Vus) : detail,
            Engine = completion?.Engine ?? evidence.Trace.Ready?.Engine,
            ExitCode = completion?.ExitCode,
            StartedAt = completion is null ? evidence.Trace.Live?.StartedAt : completion.StartedAt,
            FinishedAt = completion?.FinishedAt,
            ClockOffset = completion is null ? evidence.Trace.Live?.ClockOffset : completion.ClockOffset,
            Health = completion is null ? evidence.Trace.Live?.Health : completion.Health,
            Location = location,
        };
    }

    // Whoever deletes a worker records its end as it was judged, with this sentence in it.
    private static string WithGift(string? detail, int vus) =>
        $"Its {vus} VUs were given to the other workers." is var gift && detail?.EndsWith(gift, StringComparison.Ordinal) is true ? detail : $"{detail} {gift}".TrimStart();

    private static (WorkerState State, WorkerCause Cause, string? Detail) StateOf(Evidence e)
    {
        if (e.Trace.Completion is { } completion)
            return (completion.State, completion.Cause, completion.Detail);
        if (e.Start is { } start && !start.Workers.Contains(e.Share.Index))
            return OfLeftBehind(e, WorkerCause.StartTimeout, "It was not ready when the run began without it.");
        if (e is { Start: null, Stop: { } stop, Trace.Claim: null })
            return OfLeftBehind(e, stop.CalledOff ? WorkerCause.StartTimeout : WorkerCause.Stopped, "The run ended before its start, and before this worker was there.");
        if (e.Start is null && e.StopSeenAt is { } stopped && e.Now - Later(stopped, e.HearingSince) > LostAfter)
            return (WorkerState.Lost, WorkerCause.LostContact, $"The run ended before its start, and this worker has not reported its end within {K6Duration.Format(LostAfter)}.");
        if (e.Now > e.Run.DeadlineAt + LostAfter)
            return (WorkerState.Lost, WorkerCause.DeadlineExceeded, $"It had not reported its end when the run's hard end, {e.Run.DeadlineAt:u}, was over.");
        if (e.EndedSince is { } ended && e.Now - ended > CompletionLag)
            return OfEnded(e);
        if (SilentSince(e) is { } silent && e.Now - silent > LostAfter)
            return (WorkerState.Lost, WorkerCause.LostContact, $"No sign of life since {silent:u}.");

        var state = e.Trace switch
        {
            { Live: { } live } => live.State,
            { Ready: not null } => WorkerState.Ready,
            _ when e.Instance is null && e.Trace.Claim is null => WorkerState.Planned,
            _ when e.Instance?.State is ComputeState.Pulling && e.Trace.Claim is null => WorkerState.Pulling,
            _ => WorkerState.Creating,
        };
        return (state, WorkerCause.None, null);
    }

    // Not ready when the others began: the platform may know better why.
    private static (WorkerState State, WorkerCause Cause, string? Detail) OfLeftBehind(Evidence e, WorkerCause otherwise, string why)
    {
        var cause = e.Instance?.Cause ?? WorkerCause.None;
        return cause is WorkerCause.None
            ? (WorkerState.Skipped, otherwise, $"{why} {e.Instance?.Detail}".TrimEnd())
            : (e.Instance!.State is ComputeState.Ended ? WorkerState.Failed : WorkerState.Skipped, cause, e.Instance.Detail);
    }

    // One that never claimed its slot did not come about; one that did is gone with what it had.
    private static (WorkerState State, WorkerCause Cause, string? Detail) OfEnded(Evidence e)
    {
        var cause = e.Instance?.Cause ?? WorkerCause.None;
        return e.Trace.Claim is null && cause is not WorkerCause.None
            ? (WorkerState.Failed, cause, e.Instance!.Detail)
            : (WorkerState.Lost, cause is WorkerCause.None ? WorkerCause.LostContact : cause, $"Its process is gone and it left no completion. {e.Instance?.Detail}".TrimEnd());
    }

    // Before the start there is nothing to be heard: the start timeout bounds that time. Nor is there while the store does not
    // answer: the hard end bounds that.
    private static DateTimeOffset? SilentSince(Evidence e)
    {
        if (e.Start is null)
            return null;
        return Later(e.Trace.LiveSeenAt ?? e.QuietUntil ?? e.Start.StartAt, e.HearingSince);
    }

    private static DateTimeOffset Later(DateTimeOffset a, DateTimeOffset b) => a > b ? a : b;
}
