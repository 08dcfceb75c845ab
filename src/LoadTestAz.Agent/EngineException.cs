using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>Why an engine could not be made, prepared or run, in words for people.</summary>
public sealed class EngineException(WorkerCause cause, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The cause that the worker is recorded with.</summary>
    public WorkerCause Cause { get; } = cause;
}
