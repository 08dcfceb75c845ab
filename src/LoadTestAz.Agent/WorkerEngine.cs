using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent;

/// <summary>A worker's engine, which is made anew when the worker gets another share of the load before the start.</summary>
internal sealed class WorkerEngine(IEngineFactory engines, EngineContext context)
{
    /// <summary>The engine as it was made last; null while there is none.</summary>
    public ILoadEngine? Current { get; private set; }

    /// <summary>Makes the engine and prepares it for the worker's share in the plan. One that was made before is ended.</summary>
    public async Task<ILoadEngine> PrepareAsync(LoadTestPlan plan, CancellationToken cancellationToken)
    {
        if (Current is not null)
            await Current.DisposeAsync().ConfigureAwait(false);
        var share = plan.Workers.First(worker => worker.Index == context.Worker.Index);
        Current = await engines.CreateAsync(context with { Plan = plan, Worker = share }, cancellationToken).ConfigureAwait(false);
        await Current.PrepareAsync(cancellationToken).ConfigureAwait(false);
        return Current;
    }
}
