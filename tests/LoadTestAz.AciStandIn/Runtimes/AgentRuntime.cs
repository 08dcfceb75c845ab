using System.Collections.Concurrent;
using LoadTestAz.Agent;
using LoadTestAz.Ports;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>
/// Runs a worker's agent inside this process, with an engine that only pretends: fast and small enough for hundreds of
/// groups, while claims, the barrier, snapshots and completions are the real ones.
/// </summary>
/// <param name="openStore">The run's store; it is given the container's environment.</param>
/// <param name="engines">Who makes the load; see <see cref="PretendEngineFactory"/>.</param>
/// <param name="clock">The agents' time.</param>
public sealed class AgentRuntime(Func<IReadOnlyDictionary<string, string>, IResultStore> openStore, IEngineFactory engines, TimeProvider clock) : IContainerRuntime
{
    private readonly ConcurrentDictionary<AgentContainer, bool> _running = new();

    /// <summary>How often an agent looks for the start and the stop.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How often an agent writes a snapshot.</summary>
    public TimeSpan LiveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a container takes until its agent begins. With none, one that is killed at once may have been ready before.</summary>
    public TimeSpan BootTime { get; init; }

    /// <summary>Agents that run now.</summary>
    public int Running => _running.Count;

    /// <inheritdoc/>
    public IRunningContainer Start(ContainerStart container)
    {
        var agent = AgentContainer.Start(container, openStore(container.Environment), engines, clock, PollInterval, LiveInterval, BootTime);
        _running[agent] = true;
        _ = agent.Exited.ContinueWith(_ => _running.TryRemove(agent, out var _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return agent;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_running.Keys.Select(a => a.DisposeAsync().AsTask()));
}
