using System.Globalization;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>The variables that a script finds in <c>__ENV</c>: the plan's, and those that tell a worker who it is.</summary>
internal static class ScriptEnvironment
{
    /// <summary>The script's variables on a worker.</summary>
    public static Dictionary<string, string> Of(LoadTestPlan plan, LoadTestPlanWorker worker)
    {
        var environment = new Dictionary<string, string>(plan.Env)
        {
            ["WORKER_INDEX"] = worker.Index.ToString(CultureInfo.InvariantCulture),
            ["WORKER_COUNT"] = plan.Workers.Count.ToString(CultureInfo.InvariantCulture),
            ["TOTAL_VUS"] = plan.TotalVus.ToString(CultureInfo.InvariantCulture),
            ["VUS"] = worker.Vus.ToString(CultureInfo.InvariantCulture),
            ["DURATION"] = K6Duration.Format(plan.Duration),
            ["RUN_ID"] = plan.RunId,
            ["TEST_TYPE"] = worker.TestType.ToString().ToLowerInvariant(),
        };
        if (plan.TargetUrl is { } target)
            environment["TARGET_URL"] = target.OriginalString;
        return environment;
    }
}
