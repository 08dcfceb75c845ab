using LoadTestAz.Runs;

namespace LoadTestAz.Ports;

/// <summary>Why a platform did not start a worker, in words for people.</summary>
public sealed class ComputeException(WorkerCause cause, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The cause that the worker is recorded with.</summary>
    public WorkerCause Cause { get; } = cause;
}
