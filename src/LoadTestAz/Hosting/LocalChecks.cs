using LoadTestAz.Agent;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Hosting;

/// <summary>What can be looked at in this session: the engine, and the secrets.</summary>
internal static class LocalChecks
{
    private const string EngineName = "Engine";
    private const string SecretsName = "Secrets";
    private const string PlanName = "Plan";

    /// <summary>What looked odd while planning.</summary>
    public static IEnumerable<LoadTestPlanCheck> OfWarnings(LoadTestPlan plan) => plan.Warnings.Count == 0
        ? [LoadTestPlanCheck.Pass(PlanName, "The plan has no warnings.")]
        : plan.Warnings.Select(warning => LoadTestPlanCheck.Warn(PlanName, warning, "Change the plan, unless it is meant so."));

    /// <summary>Whether there is an engine for the plan; in containers that is the image's, but the script is packed here.</summary>
    public static async Task<LoadTestPlanCheck> OfEngineAsync(LoadTestPlan plan, CancellationToken cancellationToken)
    {
        const string Remedy = "Install what the message names, or change the plan's engine.";
        if (EngineFactory.WhyNot(plan) is { } reason)
            return LoadTestPlanCheck.Fail(EngineName, reason, Remedy);
        try
        {
            if (plan.Compute is LoadTestCompute.Aci)
            {
                // Only packs the script; without any here the imports are read by ourselves.
                _ = plan.Script is null ? null : K6Binary.FindRequired(null);
                return LoadTestPlanCheck.Pass(EngineName, "The workers' image has its engine.");
            }

            var choice = await Backends.Engines.ChooseAsync(plan, cancellationToken).ConfigureAwait(false);
            return choice.Warning is { } warning
                ? LoadTestPlanCheck.Warn(EngineName, warning, Remedy)
                : LoadTestPlanCheck.Pass(EngineName, $"The load is made by {(choice.K6 is { } k6 ? $"k6 in '{k6.Path}'" : "the built-in HTTP engine")}.");
        }
        catch (Exception e) when (e is EngineException or PlanException)
        {
            return LoadTestPlanCheck.Fail(EngineName, e.Message, Remedy);
        }
    }

    /// <summary>Whether the session has the plan's secrets; null when the plan names none.</summary>
    public static LoadTestPlanCheck? OfSecrets(LoadTestPlan plan)
    {
        List<string> names = [.. plan.Secrets];
        if (plan.Compute is LoadTestCompute.Aci && plan.Azure!.LogAnalytics?.KeySecret is { } key)
            names.Add(key);
        if (names.Count == 0)
            return null;
        var missing = WorkerSecrets.Of(names, Environment.GetEnvironmentVariable).Missing;
        return missing.Count == 0
            ? LoadTestPlanCheck.Pass(SecretsName, $"This session has all that the plan names: {string.Join(", ", names)}.")
            : LoadTestPlanCheck.Warn(SecretsName, $"This session's environment does not have {string.Join(", ", missing)}, which the plan names. Nothing is started without them.", $"Set them as environment variables, or give them to Start-AzLoadTestWorker by -Secret @{{ {missing[0]} = <SecureString> }}.");
    }
}
