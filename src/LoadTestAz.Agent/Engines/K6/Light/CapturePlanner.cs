using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>Tells while planning what light capture can't do.</summary>
public sealed class CapturePlanner(TimeProvider clock)
{
    private const string Setting = "test.capture";

    /// <summary>The plan, with a warning for each threshold that light capture can't judge.</summary>
    /// <param name="plan">The plan, with the thresholds of its script.</param>
    /// <param name="k6Path">The k6 at hand; null when there is none, or workers have another one.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="PlanException">That k6 can't capture light.</exception>
    public async Task<LoadTestPlan> ApplyAsync(LoadTestPlan plan, string? k6Path, CancellationToken cancellationToken)
    {
        if (plan.Capture is not LoadTestCapture.Light)
            return plan;
        if (k6Path is not null && await WhyNotAsync(k6Path, cancellationToken).ConfigureAwait(false) is { } reason)
            throw new PlanException([new PlanMistake(null, null, null, Setting, "light", reason)]);
        return plan with { Warnings = [.. plan.Warnings, .. LightCapture.LimitsFor(plan)] };
    }

    private async Task<string?> WhyNotAsync(string k6Path, CancellationToken cancellationToken)
    {
        try
        {
            return LightCapture.WhyNot(await K6Binary.OpenAsync(k6Path, clock, cancellationToken).ConfigureAwait(false));
        }
        catch (EngineException e)
        {
            return e.Message;
        }
    }
}
