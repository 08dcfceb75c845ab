using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines;

/// <summary>The engines there are. A new one is a new folder beside this file and a line in it.</summary>
public sealed class EngineFactory(TimeProvider clock) : IEngineFactory
{
    /// <summary>Path of k6; null to look for it as <see cref="K6Binary.Find"/> does.</summary>
    public string? K6Path { get; init; }

    /// <summary>
    /// Gives the file of the script that a worker runs: the plan's, as it lies on this machine, or one made from the
    /// plan's requests. Null, as its answer also may be, for the path that stands in the plan.
    /// </summary>
    public Func<EngineContext, string?>? ScriptOf { get; init; }

    /// <inheritdoc/>
    public ILoadEngine Create(EngineContext context)
    {
        if (!NeedsK6(context.Plan, context.Worker))
            return new HttpLoadEngine(context, clock);
        if (WhyNot(context.Plan, K6Path) is { } reason)
            throw new EngineException(WorkerCause.EngineError, reason);
        var script = ScriptOf?.Invoke(context) ?? context.Plan.ScriptOf(context.Worker)
            ?? throw new EngineException(WorkerCause.EngineError, $"Worker {context.Worker.Index} runs k6 and has no script. Give test.script, or use engine auto or http.");
        return new K6LoadEngine(context, K6Binary.Find(K6Path, Environment.GetEnvironmentVariable)!, script, clock);
    }

    /// <summary>Why no engine here can run this plan; null when one can. Asked before anything is started.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="k6Path">Path of k6 when it was given; null to look for it.</param>
    public static string? WhyNot(LoadTestPlan plan, string? k6Path = null)
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
            : K6Binary.Find(k6Path, Environment.GetEnvironmentVariable) is null ? $"{why}. {K6Binary.WhyMissing(k6Path, Environment.GetEnvironmentVariable)}" : null;
    }

    // What the HTTP engine can do, it does, unless the plan asks for k6.
    private static bool NeedsK6(LoadTestPlan plan, LoadTestPlanWorker worker) =>
        plan.Engine is LoadTestEngine.K6 || worker.TestType is TestType.Browser || plan.ScriptOf(worker) is not null;
}
