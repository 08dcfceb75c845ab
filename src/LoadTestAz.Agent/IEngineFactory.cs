using LoadTestAz.Ports;

namespace LoadTestAz.Agent;

/// <summary>Chooses and makes the engine of a worker.</summary>
public interface IEngineFactory
{
    /// <summary>Makes the engine that the plan asks for.</summary>
    /// <exception cref="EngineException">There is none for this plan here.</exception>
    Task<ILoadEngine> CreateAsync(EngineContext context, CancellationToken cancellationToken);
}
