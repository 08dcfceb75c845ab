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

    /// <summary>The latest snapshot that was read, without its metrics: they are large, and there may be hundreds of them.</summary>
    public LiveDocument? Live { get; internal set; }

    /// <summary>The version of the latest snapshot that was seen, read or not.</summary>
    internal string? LiveVersion { get; set; }

    /// <summary>When a new snapshot was seen, by the observer's clock; <see cref="Live"/> may be an older one.</summary>
    public DateTimeOffset? LiveSeenAt { get; internal set; }

    /// <summary>The worker's end.</summary>
    public CompletionDocument? Completion { get; internal set; }
}
