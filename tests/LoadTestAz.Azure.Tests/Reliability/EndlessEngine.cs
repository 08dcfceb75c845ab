using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>An engine that stays when its load is over, and does not hear a stop.</summary>
internal sealed class EndlessEngine(ILoadEngine inner, TimeProvider clock) : ILoadEngine
{
    public string Description => inner.Description;

    public IReadOnlyList<EngineFile> Files => inner.Files;

    public Task PrepareAsync(CancellationToken cancellationToken) => inner.PrepareAsync(cancellationToken);

    public async Task<EngineOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        await inner.RunAsync(CancellationToken.None, kill);
        await Task.Delay(Timeout.InfiniteTimeSpan, clock, kill).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return new EngineOutcome(false, 137, LoadTestAz.Runs.WorkerCause.Stopped, "Killed.");
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
