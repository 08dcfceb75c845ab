using System.Collections.Concurrent;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Support;

/// <summary>
/// A scripted engine with a setup() of two requests, which returns a token, and a teardown() of one. What each does is
/// told in one list, in order.
/// </summary>
internal sealed class SetupEngine(EngineContext context, TimeProvider clock, ConcurrentQueue<string> story) : ILoadEngine, ISharedSetup
{
    public const string Data = """{"token":"s3cret"}""";

    private readonly ScriptedEngine _load = new(context, clock);
    private Func<bool, CancellationToken, Task>? _loadEnded;

    public string Description => "scripted 1";

    /// <summary>How long setup() takes.</summary>
    public TimeSpan SetupTime { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How setup() ends; null for well.</summary>
    public EngineOutcome? SetupFailure { get; init; }

    /// <summary>How much longer than the plan's duration the load of this worker takes.</summary>
    public TimeSpan More { get; init; }

    /// <summary>Whether the script breaks this worker's load off, at once.</summary>
    public bool Aborts { get; init; }

    /// <summary>What preparing does beside nothing.</summary>
    public Func<CancellationToken, Task>? Preparing { get; init; }

    public Task PrepareAsync(CancellationToken cancellationToken) => Preparing?.Invoke(cancellationToken) ?? Task.CompletedTask;

    public async Task<SetupOutcome> SetUpAsync(Func<bool, CancellationToken, Task> loadEnded, CancellationToken cancellationToken)
    {
        _loadEnded = loadEnded;
        Tell("setup");
        Request(2);
        await Task.Delay(SetupTime, clock, cancellationToken);
        return new SetupOutcome(SetupFailure is null ? Data : null, SetupFailure);
    }

    public Task TakeSetupDataAsync(string? data, CancellationToken cancellationToken)
    {
        Tell($"takes {data}");
        return Task.CompletedTask;
    }

    public async Task<EngineOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        Tell("begins");
        var outcome = Aborts ? new EngineOutcome(true, 108, WorkerCause.ScriptAborted, "The script ended the test: enough") : await _load.RunAsync(stop, kill);
        if (!stop.IsCancellationRequested)
            await Task.Delay(More, clock, kill);
        Tell("ends");
        if (_loadEnded is null)
            return outcome;
        await _loadEnded(Aborts, kill);
        Tell("teardown");
        Request(1);
        return outcome;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Tell(string what) => story.Enqueue($"{context.Worker.Index} {what}");

    private void Request(int count)
    {
        for (var i = 0; i < count; i++)
            context.Sink.Record(clock.GetUtcNow(), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqFailed, 0)]);
    }
}
