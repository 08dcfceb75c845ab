using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>Whether the regions' quotas leave room for all workers.</summary>
internal static class QuotaCheck
{
    public const string Name = "Quota";

    private const string Groups = "ContainerGroups";

    public static async Task<LoadTestPlanCheck> RunAsync(LoadTestPlan plan, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var azure = plan.Azure!;
        var cores = azure.Priority is LoadTestPriority.Spot ? "StandardSpotCores" : "StandardCores";
        var needed = (Groups: plan.Workers.Count, Cores: plan.Workers.Sum(worker => (int)Math.Ceiling(worker.Cpu)));
        var free = (Groups: 0, Cores: 0);
        var words = new List<string>();
        ComputeException? unknown = null;
        foreach (var location in azure.Locations)
        {
            try
            {
                var usages = await surroundings.ListUsagesAsync(location, cancellationToken).ConfigureAwait(false);
                var (groups, own) = (Free(usages, Groups), Free(usages, cores));
                free = (free.Groups + groups, free.Cores + own);
                words.Add($"{location} has room for {groups} container groups and {own} {cores}");
            }
            catch (ComputeException e)
            {
                unknown = e;
            }
        }

        // The other regions may be enough.
        if (words.Count == 0)
            throw unknown!;

        var detail = $"{needed.Groups} container groups with {needed.Cores} {cores} are needed; {string.Join(", ", words)}.";
        if (free.Groups >= needed.Groups && free.Cores >= needed.Cores)
            return LoadTestPlanCheck.Pass(Name, $"{detail} A quota is no promise of room.");
        if (unknown is not null)
            return LoadTestPlanCheck.Warn(Name, $"{detail} {unknown.Message} That region would have to take the rest.", "Name regions whose quotas can be read (azure.locations), or put more VUs on each worker.");
        return LoadTestPlanCheck.Fail(
            Name, $"{detail} Azure would refuse the workers that don't fit, and the run would be incomplete.",
            "Ask for more quota (portal: Quotas, Container Instances), name more regions by azure.locations, put more VUs on each worker, or delete groups that are left over: Remove-AzLoadTestRun -Orphaned.");
    }

    // What a region does not tell is no obstacle.
    private static int Free(IReadOnlyList<Usage> usages, string name) =>
        usages.FirstOrDefault(usage => name.Equals(usage.Name?.Value, StringComparison.OrdinalIgnoreCase)) is { } usage
            ? Math.Max(0, usage.Limit - usage.CurrentValue)
            : 1_000_000;
}
