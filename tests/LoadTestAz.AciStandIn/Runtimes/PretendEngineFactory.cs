using LoadTestAz.Agent;
using LoadTestAz.Ports;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>Engines that make no load: each records so many requests at once, then waits.</summary>
/// <param name="requests">Requests that each worker pretends to have sent, 10 ms each.</param>
/// <param name="duration">How long each pretends to be at it.</param>
/// <param name="clock">What that is waited by.</param>
public sealed class PretendEngineFactory(int requests, TimeSpan duration, TimeProvider clock) : IEngineFactory
{
    /// <inheritdoc/>
    public Task<ILoadEngine> CreateAsync(EngineContext context, CancellationToken cancellationToken) =>
        Task.FromResult<ILoadEngine>(new PretendEngine(context.Sink, requests, duration, clock));
}
