using LoadTestAz.Metrics;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Support;

/// <summary>
/// An engine that records one request of 10 ms a second for each VU, until the plan's duration is over: what it should
/// have measured can be told by hand.
/// </summary>
internal sealed class ScriptedEngine(EngineContext context, TimeProvider clock) : ILoadEngine
{
    public string Description => "scripted 1";

    /// <summary>What preparing does beside nothing.</summary>
    public Func<EngineContext, CancellationToken, Task>? Preparing { get; init; }

    /// <summary>What happens before each second's requests; the second counts from 0.</summary>
    public Action<EngineContext, int>? EachSecond { get; init; }

    /// <summary>Whether the request of that second (from 0) and VU (from 0) fails.</summary>
    public Func<EngineContext, int, int, bool>? Failed { get; init; }

    /// <summary>A stop is not heard, only the kill.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>What it leaves behind.</summary>
    public IReadOnlyList<EngineFile> Files { get; init; } = [];

    public Task PrepareAsync(CancellationToken cancellationToken) => Preparing?.Invoke(context, cancellationToken) ?? Task.CompletedTask;

    public async Task<EngineOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(IsDeaf ? CancellationToken.None : stop, kill);
        var tags = TagSet.Of([new("status", "200")]);
        for (var second = 0; second < context.Plan.Duration.TotalSeconds; second++)
        {
            EachSecond?.Invoke(context, second);
            for (var vu = 0; vu < context.Worker.Vus; vu++)
                context.Sink.Record(clock.GetUtcNow(), tags, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 10), new(BuiltInMetrics.HttpReqFailed, Failed?.Invoke(context, second, vu) == true ? 1 : 0)]);
            context.Sink.Record(clock.GetUtcNow(), TagSet.Empty, [new(BuiltInMetrics.Vus, context.Worker.Vus)]);
            try
            {
                await Task.Delay(TimeSpan.FromSeconds(1), clock, either.Token);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested && !IsDeaf)
            {
                return new EngineOutcome(true, 103, WorkerCause.Stopped, "Stopped on request.");
            }
            catch (OperationCanceledException)
            {
                return new EngineOutcome(false, 137, WorkerCause.Stopped, "Killed.");
            }
        }

        return new EngineOutcome(true, 0, WorkerCause.None, null);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
