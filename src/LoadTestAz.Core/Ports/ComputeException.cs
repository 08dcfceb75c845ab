using LoadTestAz.Runs;

namespace LoadTestAz.Ports;

/// <summary>What kind of thing went wrong with a platform.</summary>
public enum ComputeFailure
{
    /// <summary>It refused this one worker.</summary>
    Refused,

    /// <summary>No sign-in, or no right to it.</summary>
    PermissionDenied,

    /// <summary>What the plan names is not there.</summary>
    NotFound,

    /// <summary>Not reachable, throttled, or broken for now.</summary>
    Unavailable,
}

/// <summary>A platform's error, in words for people: the thing, the cause, the next step.</summary>
public sealed class ComputeException : Exception
{
    /// <summary>A worker that was refused, with the cause that it is recorded with.</summary>
    public ComputeException(WorkerCause cause, string message, Exception? inner = null)
        : base(message, inner) =>
        Cause = cause;

    /// <summary>Anything else.</summary>
    public ComputeException(ComputeFailure failure, string message, Exception? inner = null)
        : base(message, inner) =>
        (Failure, Cause) = (failure, WorkerCause.PlatformError);

    /// <summary>The kind of failure.</summary>
    public ComputeFailure Failure { get; }

    /// <summary>The cause that a worker is recorded with when it did not come about for this.</summary>
    public WorkerCause Cause { get; }

    /// <summary>All workers would meet the same, so that there is no sense in trying the next one.</summary>
    public bool ConcernsAll => Failure is ComputeFailure.PermissionDenied or ComputeFailure.NotFound;
}
