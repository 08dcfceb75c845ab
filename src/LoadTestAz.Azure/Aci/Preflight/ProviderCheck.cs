using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>Whether the subscription may use Container Instances at all, and in the plan's regions.</summary>
internal static class ProviderCheck
{
    public const string Name = "Provider";

    public static async Task<LoadTestPlanCheck> RunAsync(LoadTestAzureSettings azure, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var provider = await surroundings.FindProviderAsync(cancellationToken).ConfigureAwait(false);
        if (!"Registered".Equals(provider?.RegistrationState, StringComparison.OrdinalIgnoreCase))
        {
            return LoadTestPlanCheck.Fail(
                Name, $"Microsoft.ContainerInstance is {provider?.RegistrationState ?? "not known"} in subscription {azure.SubscriptionId}: Azure creates no container group there before it is registered.",
                "Register it once with: Register-AzResourceProvider -ProviderNamespace Microsoft.ContainerInstance; it takes some minutes.");
        }

        // Told by their display names, as in 'East US'.
        var offered = (provider!.ResourceTypes ?? []).FirstOrDefault(type => "containerGroups".Equals(type.ResourceType, StringComparison.OrdinalIgnoreCase))?.Locations ?? [];
        var regions = offered.Select(Short).ToHashSet(StringComparer.Ordinal);
        var missing = azure.Locations.Where(location => !regions.Contains(Short(location))).ToList();
        if (missing.Count == 0)
            return LoadTestPlanCheck.Pass(Name, $"Microsoft.ContainerInstance is registered, and offered in {string.Join(", ", azure.Locations)}.");
        var what = $"{string.Join(", ", missing)} {(missing.Count == 1 ? "does" : "do")} not offer container groups to this subscription";
        var remedy = $"Name other regions by azure.location or azure.locations; offered are {string.Join(", ", regions.Order(StringComparer.Ordinal))}.";
        return missing.Count == azure.Locations.Count
            ? LoadTestPlanCheck.Fail(Name, $"{what}, so no worker could be created.", remedy)
            : LoadTestPlanCheck.Warn(Name, $"{what}; all workers would have to find room in the other regions.", remedy);
    }

    private static string Short(string name) => name.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
}
