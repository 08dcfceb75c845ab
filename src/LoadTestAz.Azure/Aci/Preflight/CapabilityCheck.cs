using System.Globalization;
using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>Whether the regions offer container groups as large as the workers.</summary>
internal static class CapabilityCheck
{
    public const string Name = "Capability";

    public static async Task<LoadTestPlanCheck> RunAsync(LoadTestPlan plan, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var (cpu, memory) = (plan.Workers.Max(worker => worker.Cpu), plan.Workers.Max(worker => worker.MemoryGB));
        var small = new List<string>();
        foreach (var location in plan.Azure!.Locations)
        {
            var sizes = (await surroundings.ListCapabilitiesAsync(location, cancellationToken).ConfigureAwait(false))
                .Where(capability => !"Windows".Equals(capability.OsType, StringComparison.OrdinalIgnoreCase) && capability.Capabilities is not null)
                .Select(capability => capability.Capabilities!)
                .ToList();
            if (sizes.Count > 0 && !sizes.Any(size => size.MaxCpu >= cpu && size.MaxMemoryInGB >= memory))
                small.Add(string.Create(CultureInfo.InvariantCulture, $"{location} offers at most {sizes.Max(size => size.MaxCpu)} vCPUs and {sizes.Max(size => size.MaxMemoryInGB)} GB"));
        }

        var needed = string.Create(CultureInfo.InvariantCulture, $"The largest worker has {cpu} vCPUs and {memory} GB");
        if (small.Count == 0)
            return LoadTestPlanCheck.Pass(Name, $"{needed}, which is offered in {string.Join(", ", plan.Azure!.Locations)}.");
        const string Remedy = "Take smaller workers (distribution.resources), or other regions (azure.locations).";
        return small.Count == plan.Azure!.Locations.Count
            ? LoadTestPlanCheck.Fail(Name, $"{needed}. {string.Join("; ", small)}. Azure would refuse it.", Remedy)
            : LoadTestPlanCheck.Warn(Name, $"{needed}. {string.Join("; ", small)}. Only the other regions can take it.", Remedy);
    }
}
