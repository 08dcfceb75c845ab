using LoadTestAz.Agent.Engines.Http;
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
        if (WhyNot(context.Plan) is { } reason)
            throw new EngineException(WorkerCause.EngineError, reason);
        return new HttpLoadEngine(context, clock);
    }

    /// <summary>Why no engine here can run this plan; null when one can. Asked before anything is started.</summary>
    public static string? WhyNot(LoadTestPlan plan) => plan switch
    {
        { Script: { } script } => $"The plan runs the k6 script '{script}', and this version has no k6 engine yet. Give test.target_url or test.requests instead of test.script.",
        { Engine: LoadTestEngine.K6 } => "The plan asks for engine k6, and this version has no k6 engine yet. Use engine auto or http.",
        { TestType: not TestType.Protocol } => "The plan has browser workers, and this version has no k6 engine yet to drive a browser. Use type protocol.",
        _ => null,
    };
}
