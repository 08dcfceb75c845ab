using LoadTestAz.Metrics;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>An engine that makes no load.</summary>
internal sealed class PretendEngine(ISampleSink sink, int requests, TimeSpan duration, TimeProvider clock) : ILoadEngine
{
    /// <inheritdoc/>
    public string Description => "pretend engine";

    /// <inheritdoc/>
    public Task PrepareAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<EngineOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        for (var i = 0; i < requests; i++)
            sink.Record(clock.GetUtcNow(), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqFailed, 0), new(BuiltInMetrics.HttpReqDuration, 10), new(BuiltInMetrics.Iterations, 1)]);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop, kill);
        await Task.Delay(duration, clock, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new EngineOutcome(Succeeded: true, ExitCode: 0, end.IsCancellationRequested ? WorkerCause.Stopped : WorkerCause.None, Detail: null);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
