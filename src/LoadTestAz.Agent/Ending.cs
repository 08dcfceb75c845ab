using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>How a worker's work came to an end.</summary>
internal sealed record Ending(WorkerState State, WorkerCause Cause, string? Detail, int? ExitCode)
{
    /// <summary>The ending that an engine's outcome means.</summary>
    public static Ending Of(EngineOutcome outcome) => new(
        outcome switch
        {
            { Succeeded: false } => WorkerState.Failed,
            { Cause: WorkerCause.Stopped or WorkerCause.ScriptAborted } => WorkerState.Stopped,
            _ => WorkerState.Completed,
        },
        outcome.Cause,
        outcome.Detail,
        outcome.ExitCode);

    /// <summary>The ending that an error means.</summary>
    public static Ending Of(Exception error) => error switch
    {
        OperationCanceledException => new(WorkerState.Stopped, WorkerCause.Stopped, "Ended before its load began.", null),
        EngineException e => new(WorkerState.Failed, e.Cause, e.Message, null),
        NotSupportedException e => new(WorkerState.Failed, WorkerCause.EngineError, e.Message, null),
        StoreException e => new(WorkerState.Failed, WorkerCause.UploadFailed, e.Message, null),
        _ => new(WorkerState.Failed, WorkerCause.InternalError, error.Message, null),
    };
}
