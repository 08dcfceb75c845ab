namespace LoadTestAz.Runs;

/// <summary>Where a worker stands.</summary>
public enum WorkerState
{
    /// <summary>In the plan; nothing done yet.</summary>
    Planned,

    /// <summary>Asked for; not there yet.</summary>
    Creating,

    /// <summary>The image is being pulled.</summary>
    Pulling,

    /// <summary>Waits for the common start.</summary>
    Ready,

    /// <summary>Makes load.</summary>
    Running,

    /// <summary>Load done; saving results.</summary>
    Uploading,

    /// <summary>Done, results saved.</summary>
    Completed,

    /// <summary>Ended with an error.</summary>
    Failed,

    /// <summary>Not heard of any more.</summary>
    Lost,

    /// <summary>Ended early because it was asked to.</summary>
    Stopped,

    /// <summary>Never took part.</summary>
    Skipped,
}

/// <summary>Why a worker did not complete: a closed list, so that scripts can branch on it.</summary>
public enum WorkerCause
{
    /// <summary>Nothing went wrong.</summary>
    None,

    /// <summary>A quota of the cloud was reached.</summary>
    QuotaReached,

    /// <summary>The region has no room.</summary>
    CapacityUnavailable,

    /// <summary>The image could not be pulled.</summary>
    ImagePull,

    /// <summary>Not ready before the start timeout.</summary>
    StartTimeout,

    /// <summary>The script is at fault.</summary>
    ScriptError,

    /// <summary>The script ended the test by <c>test.abort</c>; what was measured until then is good.</summary>
    ScriptAborted,

    /// <summary>The script marked the test as failed by <c>test.fail</c>; the load was made to its end.</summary>
    MarkedAsFailed,

    /// <summary>The engine could not be started or broke.</summary>
    EngineError,

    /// <summary>Killed for want of memory.</summary>
    OutOfMemory,

    /// <summary>The platform started the container again.</summary>
    PlatformRestart,

    /// <summary>No sign of life.</summary>
    LostContact,

    /// <summary>The hard end of the run came first.</summary>
    DeadlineExceeded,

    /// <summary>Results could not be saved.</summary>
    UploadFailed,

    /// <summary>Stopped on request.</summary>
    Stopped,

    /// <summary>The platform did not do what was asked; the detail has its words.</summary>
    PlatformError,

    /// <summary>An error that nobody foresaw; the log has it.</summary>
    InternalError,
}
