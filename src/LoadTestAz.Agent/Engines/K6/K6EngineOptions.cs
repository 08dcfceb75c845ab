namespace LoadTestAz.Agent.Engines.K6;

/// <summary>Bounds of the k6 engine; a plan does not change them.</summary>
public sealed record K6EngineOptions
{
    /// <summary>
    /// Default of <see cref="StopGrace"/>. k6 has to have ended 10 s after its worker was asked to stop: a second until the
    /// worker looks, this, <see cref="DefaultSignalGrace"/>, and the rest for a store or a machine that is slow.
    /// </summary>
    public static readonly TimeSpan DefaultStopGrace = TimeSpan.FromSeconds(6);

    /// <summary>Default of <see cref="KillGrace"/>.</summary>
    public static readonly TimeSpan DefaultKillGrace = TimeSpan.FromSeconds(2);

    /// <summary>Default of <see cref="SignalGrace"/>.</summary>
    public static readonly TimeSpan DefaultSignalGrace = TimeSpan.FromSeconds(1);

    /// <summary>Default of <see cref="DrainTime"/>.</summary>
    public static readonly TimeSpan DefaultDrainTime = TimeSpan.FromSeconds(10);

    /// <summary>How long k6 may take to end after it was asked to by its REST API, teardown() included.</summary>
    public TimeSpan StopGrace { get; init; } = DefaultStopGrace;

    /// <summary>The same when the worker has to end at once.</summary>
    public TimeSpan KillGrace { get; init; } = DefaultKillGrace;

    /// <summary>How long it may take after SIGTERM; then it is killed.</summary>
    public TimeSpan SignalGrace { get; init; } = DefaultSignalGrace;

    /// <summary>How long its last samples may take to be read after it has ended.</summary>
    public TimeSpan DrainTime { get; init; } = DefaultDrainTime;

    /// <summary>Characters of the console log that are kept.</summary>
    public int ConsoleBound { get; init; } = K6ConsoleLog.DefaultBound;
}
