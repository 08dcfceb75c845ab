namespace LoadTestAz.Plans.Binding;

/// <summary>What does not go together in a plan for Azure.</summary>
internal static class AzureRules
{
    private const int OwnTags = 3;

    /// <summary>Records what Azure would refuse.</summary>
    public static void Check(LoadTestAzureSettings settings, IReadOnlyList<LoadTestPlanWorker> workers, PlanSection section, PlanContext context)
    {
        if (settings.Priority is LoadTestPriority.Spot)
            CheckSpot(settings, workers, section, context);
        if (settings.SubnetId is not null && settings.Locations.Count > 1)
            context.Mistake(section.Find("subnet_id"), $"{section.Path}.subnet_id", "a subnet is in one region, and azure.locations names several; leave out one of the two");
        if (settings.Tags?.Count > AciLimits.MaxTags - OwnTags)
            context.Mistake(section.Find("tags"), $"{section.Path}.tags", $"{settings.Tags.Count} tags; allowed are {AciLimits.MaxTags - OwnTags}, since a container group has at most {AciLimits.MaxTags} and {OwnTags} are ours");
    }

    // https://learn.microsoft.com/azure/container-instances/container-instances-spot-containers-overview
    private static void CheckSpot(LoadTestAzureSettings settings, IReadOnlyList<LoadTestPlanWorker> workers, PlanSection section, PlanContext context)
    {
        void Refuse(string key, string what) => context.Mistake(section.Find(key) ?? section.Find("priority"), $"{section.Path}.{key}", what);

        if (settings.SubnetId is not null)
            Refuse("subnet_id", "Spot containers can't be put into a network; leave out subnet_id, or set priority to regular");
        if (settings.Zones.Count > 0)
            Refuse("zones", "Spot containers can't be bound to zones; leave out zones, or set priority to regular");
        if (workers.FirstOrDefault(worker => worker.Cpu > AciLimits.SpotMaxCpu || worker.MemoryGB > AciLimits.SpotMaxMemoryGB) is { } large)
            Refuse("priority", $"{PlanValue.Word(large.TestType)} workers of {PlanValue.Show(large.Cpu)} vCPUs and {PlanValue.Show(large.MemoryGB)} GB can't be Spot; allowed are {AciLimits.SpotMaxCpu} vCPUs and {AciLimits.SpotMaxMemoryGB} GB, or priority regular");
    }
}
