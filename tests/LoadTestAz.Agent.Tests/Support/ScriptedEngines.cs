using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Support;

/// <summary>Makes scripted engines.</summary>
internal sealed class ScriptedEngines(Func<EngineContext, ILoadEngine> create) : IEngineFactory
{
    public ScriptedEngines(TimeProvider clock)
        : this(context => new ScriptedEngine(context, clock))
    {
    }

    public Task<ILoadEngine> CreateAsync(EngineContext context, CancellationToken cancellationToken) => Task.FromResult(create(context));
}
