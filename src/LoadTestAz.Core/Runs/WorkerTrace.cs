namespace LoadTestAz.Runs;

/// <summary>What one worker has left in the store, as last seen.</summary>
public sealed class WorkerTrace
{
    /// <summary>The slot is taken.</summary>
    public ClaimDocument? Claim { get; internal set; }

    /// <summary>The worker waits for the start.</summary>
    public ReadyDocument? Ready { get; internal set; }

    /// <summary>When <see cref="Ready"/> was seen to change, by the observer's clock.</summary>
    public DateTimeOffset? ReadySeenAt { get; internal set; }

    /// <summary>The latest snapshot.</summary>
    public LiveDocument? Live { get; internal set; }

    /// <summary>Lets go of the metrics in <see cref="Live"/>, which are large: whoever follows a run has taken what is wanted of them.</summary>
    internal void ReleaseMetrics() => Live = Live is null ? null : Live with { Metrics = default };

    /// <summary>When <see cref="Live"/> was seen to change, by the observer's clock.</summary>
    public DateTimeOffset? LiveSeenAt { get; internal set; }

    /// <summary>The worker's end.</summary>
    public CompletionDocument? Completion { get; internal set; }
}
