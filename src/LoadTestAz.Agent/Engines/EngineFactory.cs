using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines;

/// <summary>The engines there are. A new one is a new folder beside this file and a line in it.</summary>
public sealed class EngineFactory(TimeProvider clock) : IEngineFactory
{
    /// <inheritdoc/>
    public ILoadEngine Create(EngineContext context)
    {
        if (!NeedsK6(context.Plan, context.Worker))
            return new HttpLoadEngine(context, clock);
        if (WhyNot(context.Plan) is { } reason)
            throw new EngineException(WorkerCause.EngineError, reason);
        return new K6LoadEngine(context, K6Binary.Find(context.Plan.K6Path, Environment.GetEnvironmentVariable)!, clock);
    }

    /// <summary>Why no engine here can run this plan; null when one can. Asked before anything is started.</summary>
    public static string? WhyNot(LoadTestPlan plan)
    {
        if (!plan.Workers.Any(worker => NeedsK6(plan, worker)))
            return null;
        var why = plan switch
        {
            { Script: { } script } => $"The plan runs the k6 script '{script}'",
            { Engine: LoadTestEngine.K6 } => "The plan asks for engine k6",
            _ => "The plan has browser workers, which only k6 can drive",
        };
        return plan.Engine is LoadTestEngine.Http
            ? $"{why}, and it also asks for engine http. Use engine auto or k6."
            : K6Binary.Find(plan.K6Path, Environment.GetEnvironmentVariable) is null ? $"{why}. {K6Binary.WhyMissing(plan.K6Path, Environment.GetEnvironmentVariable)}" : null;
    }

    // What the HTTP engine can do, it does, unless the plan asks for k6.
    private static bool NeedsK6(LoadTestPlan plan, LoadTestPlanWorker worker) =>
        plan.Engine is LoadTestEngine.K6 || worker.TestType is TestType.Browser || plan.ScriptOf(worker) is not null;
}
