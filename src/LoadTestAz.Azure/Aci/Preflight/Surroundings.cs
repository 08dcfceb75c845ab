using LoadTestAz.Azure.Aci.Arm;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>What lies around container groups, as Azure Resource Manager tells it. Only looks.</summary>
internal sealed class Surroundings(ArmClient client)
{
    // Somebody waits for the answer in front of a screen.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const string IdentityVersion = "2023-01-31";
    private const string NetworkVersion = "2024-05-01";
    private const string RoleVersion = "2022-04-01";

    /// <summary>Where it asks.</summary>
    public ArmTarget Target => client.Target;

    /// <summary>The subscription; null when there is none, or none for this identity.</summary>
    public Task<SubscriptionDocument?> FindSubscriptionAsync(CancellationToken cancellationToken) => client.FindAsync(
        $"look at subscription {Target.SubscriptionId}", Target.Subscription, ArmOptions.ResourcesApiVersion, ArmJson.Default.SubscriptionDocument, Patience, cancellationToken);

    /// <summary>The resource group; null when there is none.</summary>
    public Task<ResourceGroupDocument?> FindResourceGroupAsync(CancellationToken cancellationToken) => client.FindAsync(
        $"look at {Target}", Target.Group, ArmOptions.ResourcesApiVersion, ArmJson.Default.ResourceGroupDocument, Patience, cancellationToken);

    /// <summary>Microsoft.ContainerInstance in the subscription: whether it is registered, and where it is offered.</summary>
    public Task<ProviderDocument?> FindProviderAsync(CancellationToken cancellationToken) => client.FindAsync(
        "look at the provider Microsoft.ContainerInstance", $"{Target.Subscription}/providers/Microsoft.ContainerInstance", ArmOptions.ResourcesApiVersion, ArmJson.Default.ProviderDocument, Patience, cancellationToken);

    /// <summary>A region's quotas, and what of them is in use.</summary>
    public Task<IReadOnlyList<Usage>> ListUsagesAsync(string location, CancellationToken cancellationToken) => client.ListAsync<UsagePage, Usage>(
        $"read the quotas of {location}", Target.InRegion(location, "usages"), ArmOptions.ApiVersion, ArmJson.Default.UsagePage, page => (page.Value, null), Patience, cancellationToken);

    /// <summary>The sizes that a region offers.</summary>
    public Task<IReadOnlyList<Capability>> ListCapabilitiesAsync(string location, CancellationToken cancellationToken) => client.ListAsync<CapabilityPage, Capability>(
        $"read what {location} offers", Target.InRegion(location, "capabilities"), ArmOptions.ApiVersion, ArmJson.Default.CapabilityPage, page => (page.Value, page.NextLink), Patience, cancellationToken);

    /// <summary>A user-assigned identity by its id; null when there is none.</summary>
    public Task<ResourceDocument?> FindIdentityAsync(string id, CancellationToken cancellationToken) => client.FindAsync(
        "look at the workers' identity", id, IdentityVersion, ArmJson.Default.ResourceDocument, Patience, cancellationToken);

    /// <summary>A subnet or a network by its id; null when there is none.</summary>
    public Task<ResourceDocument?> FindNetworkAsync(string id, CancellationToken cancellationToken) => client.FindAsync(
        "look at the subnet", id, NetworkVersion, ArmJson.Default.ResourceDocument, Patience, cancellationToken);

    /// <summary>All resources of a type in the subscription that this identity may see.</summary>
    public Task<IReadOnlyList<ResourceDocument>> ListAsync(string type, string apiVersion, CancellationToken cancellationToken) => client.ListAsync<ResourcePage, ResourceDocument>(
        $"list what there is of {type}", $"{Target.Subscription}/providers/{type}", apiVersion, ArmJson.Default.ResourcePage, page => (page.Value, page.NextLink), Patience, cancellationToken);

    /// <summary>The ids of the roles that somebody has on a resource, through groups and from above as well.</summary>
    public async Task<IReadOnlyList<string>> ListRolesAsync(string scope, string principalId, CancellationToken cancellationToken)
    {
        var filter = Uri.EscapeDataString($"assignedTo('{principalId}')");
        var assignments = await client.ListAsync<ResourcePage, ResourceDocument>(
            $"read who has which role on '{scope[(scope.LastIndexOf('/') + 1)..]}'", $"{scope}/providers/Microsoft.Authorization/roleAssignments", $"{RoleVersion}&$filter={filter}",
            ArmJson.Default.ResourcePage, page => (page.Value, page.NextLink), Patience, cancellationToken).ConfigureAwait(false);
        return [.. assignments.Select(assignment => assignment.Properties?.RoleDefinitionId).OfType<string>().Select(id => id[(id.LastIndexOf('/') + 1)..].ToLowerInvariant())];
    }
}
