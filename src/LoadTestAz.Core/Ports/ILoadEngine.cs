using LoadTestAz.Plans;

namespace LoadTestAz.Ports;

/// <summary>What an engine is told: the plan and which share of it is its own.</summary>
/// <param name="Plan">The whole plan.</param>
/// <param name="Worker">This worker's share.</param>
/// <param name="WorkFolder">An empty folder for its files, deleted afterwards.</param>
/// <param name="Sink">Where samples go.</param>
/// <param name="Log">Where lines for worker_&lt;i&gt;.log go.</param>
/// <param name="ScriptFile">Full path of what k6 is to run, a script or an archive of k6's; null when this worker runs no script of the user's.</param>
/// <param name="Secrets">The values of the plan's secrets; null for none. They belong into what the engine sends to the target, and nowhere else.</param>
public sealed record EngineContext(
    LoadTestPlan Plan, LoadTestPlanWorker Worker, string WorkFolder, ISampleSink Sink, Action<string> Log, string? ScriptFile = null, WorkerSecrets? Secrets = null);

/// <summary>How an engine's run ended.</summary>
/// <param name="Succeeded">The load was made as planned, or up to a stop that was asked for.</param>
/// <param name="ExitCode">k6's exit code, or its equivalent.</param>
/// <param name="Cause">A closed word for what went wrong; None when nothing did.</param>
/// <param name="Detail">A sentence for people.</param>
public sealed record EngineOutcome(bool Succeeded, int ExitCode, Runs.WorkerCause Cause, string? Detail);

/// <summary>Makes the load inside one worker: first <see cref="PrepareAsync"/>, then, at the common instant, <see cref="RunAsync"/>.</summary>
public interface ILoadEngine : IAsyncDisposable
{
    /// <summary>The engine's name and version, for the records.</summary>
    string Description { get; }

    /// <summary>The process that makes the load, and what it started; this one unless the engine says otherwise. Null when there is none.</summary>
    int? ProcessId => Environment.ProcessId;

    /// <summary>
    /// What is to be saved beside the metrics, whatever came of the run: a console log, a summary. Asked for after the
    /// engine was disposed of, when nothing writes to them any more.
    /// </summary>
    IReadOnlyList<EngineFile> Files => [];

    /// <summary>Everything that takes time but makes no load.</summary>
    Task PrepareAsync(CancellationToken cancellationToken);

    /// <summary>Makes the load until the plan's duration is over.</summary>
    /// <param name="stop">Ask for a graceful end: running iterations may finish, within seconds: a worker has to have stopped 10 s after it was asked to.</param>
    /// <param name="kill">End at once; what was measured is kept.</param>
    Task<EngineOutcome> RunAsync(CancellationToken stop, CancellationToken kill);
}
