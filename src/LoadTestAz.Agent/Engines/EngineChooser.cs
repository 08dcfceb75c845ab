using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines;

/// <summary>Decides which engine makes a plan's load on this machine: one and the same for all of its workers here.</summary>
/// <param name="clock">Bounds the question for k6's version.</param>
/// <param name="variable">Reads the environment.</param>
internal sealed class EngineChooser(TimeProvider clock, Func<string, string?> variable)
{
    /// <summary>What is wrong with the plan wherever it runs; null for nothing.</summary>
    public static string? WhyNot(LoadTestPlan plan) =>
        plan.Engine is LoadTestEngine.Http && NeedOf(plan) is { } need ? $"{need}, and it also asks for engine http. Use engine auto or k6." : null;

    /// <summary>Looks at the plan, and at the k6 that there is.</summary>
    /// <exception cref="EngineException">No engine here can run the plan; the message says what to do.</exception>
    public async Task<EngineChoice> ChooseAsync(LoadTestPlan plan, CancellationToken cancellationToken)
    {
        if (WhyNot(plan) is { } reason)
            throw new EngineException(WorkerCause.EngineError, reason);
        if (plan.Engine is LoadTestEngine.Http)
            return new EngineChoice(null);

        // A path on the machine that made the plan means nothing in a container.
        var given = plan.Compute is LoadTestCompute.Local ? plan.K6Path : null;
        var (need, isNamed) = (NeedOf(plan), K6Binary.IsNamed(given, variable));
        if (K6Binary.Find(given, variable) is not { } path)
        {
            return need is null && !isNamed
                ? new EngineChoice(null)
                : throw new EngineException(WorkerCause.EngineError, Because(need, K6Binary.WhyMissing(given, variable)));
        }

        try
        {
            return new EngineChoice(await K6Binary.OpenAsync(path, clock, cancellationToken).ConfigureAwait(false));
        }
        catch (EngineException e) when (need is null && !isNamed)
        {
            // Nobody asked for this one: it only happened to be on the PATH.
            return new EngineChoice(null, $"The built-in HTTP engine makes the load, since the k6 on the PATH can't: {e.Message}");
        }
        catch (EngineException e)
        {
            throw new EngineException(e.Cause, Because(need, e.Message), e);
        }
    }

    /// <summary>Makes sure that the plan's browser workers find a browser here.</summary>
    /// <exception cref="EngineException">There is none.</exception>
    public void RequireBrowser(LoadTestPlan plan)
    {
        if (plan.Workers.Any(worker => worker.TestType is TestType.Browser))
            BrowserBinary.FindRequired(plan, variable);
    }

    private static string Because(string? need, string problem) =>
        need is null ? $"{problem} This plan would also run on the built-in engine: use engine http." : $"{need}. {problem}";

    // Why the plan can't do without k6; null when it can.
    private static string? NeedOf(LoadTestPlan plan) => plan switch
    {
        { Script: { } script } when plan.Workers.Any(worker => plan.ScriptOf(worker) is not null) => $"The plan runs the k6 script '{script}'",
        _ when plan.Workers.Any(worker => worker.TestType is TestType.Browser) => "The plan has browser workers, which only k6 can drive",
        { Engine: LoadTestEngine.K6 } => "The plan asks for engine k6",
        _ => null,
    };
}
