using System.Globalization;

namespace LoadTestAz.Plans;

/// <summary>Whether Azure makes container groups of the workers' sizes, with what the plan asks for beside.</summary>
public static class SizeCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "Size";

    /// <summary>Looks at the plan's workers. What a region has room for is not known here.</summary>
    public static LoadTestPlanCheck Check(LoadTestPlan plan)
    {
        var azure = plan.Azure!;
        var isSpot = azure.Priority is LoadTestPriority.Spot;
        var (cpu, memory) = isSpot ? (AciLimits.SpotMaxCpu, AciLimits.SpotMaxMemoryGB) : (PlanLimits.AciMaxCpu, PlanLimits.AciMaxMemoryGB);
        var what = isSpot ? "A Spot container group" : "A container group";
        if (plan.Workers.FirstOrDefault(worker => worker.Cpu < PlanLimits.AciMinCpu || worker.MemoryGB < PlanLimits.AciMinMemoryGB || worker.Cpu > cpu || worker.MemoryGB > memory) is { } odd)
        {
            return LoadTestPlanCheck.Fail(
                Name, string.Create(CultureInfo.InvariantCulture, $"Worker {odd.Index} has {odd.Cpu} vCPUs and {odd.MemoryGB} GB. {what} has {PlanLimits.AciMinCpu} to {cpu} vCPUs and {PlanLimits.AciMinMemoryGB} to {memory} GB; Azure refuses any other."),
                "Correct distribution.resources.");
        }

        if (isSpot && (azure.SubnetId is not null || azure.Zones.Count > 0))
            return LoadTestPlanCheck.Fail(Name, "Spot container groups can be neither in a network of yours nor bound to zones; Azure refuses them.", "Leave out azure.subnet_id and azure.zones, or set azure.priority to regular.");
        return isSpot
            ? LoadTestPlanCheck.Warn(Name, "The workers are Spot container groups, which Azure may end at any moment: what a worker measured last is lost then, and the run's coverage is less than 100 %.", "Set azure.priority to regular for a test that has to be complete.")
            : LoadTestPlanCheck.Pass(Name, string.Create(CultureInfo.InvariantCulture, $"At most {plan.Workers.Max(worker => worker.Cpu)} vCPUs and {plan.Workers.Max(worker => worker.MemoryGB)} GB a worker."));
    }
}
