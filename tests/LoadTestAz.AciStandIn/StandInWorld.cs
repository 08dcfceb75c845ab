using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn;

/// <summary>What there is in this Azure before anybody does anything. Tests change it before the start or while it runs.</summary>
public sealed class StandInWorld
{
    private readonly List<(string Scope, string PrincipalId, string RoleId)> _roles = [];

    /// <summary>The only subscription.</summary>
    public string SubscriptionId { get; init; } = "11111111-2222-3333-4444-555555555555";

    /// <summary>The only tenant.</summary>
    public string TenantId { get; init; } = "99999999-8888-7777-6666-555555555555";

    /// <summary>Where container groups can be made: ARM's short names, and the names for people.</summary>
    public Dictionary<string, string> Regions { get; } = new() { ["eastus"] = "East US", ["westeurope"] = "West Europe", ["northeurope"] = "North Europe" };

    /// <summary>The region that comes first.</summary>
    public string FirstRegion => Regions.First().Key;

    /// <summary>Resource groups and their regions.</summary>
    public Dictionary<string, string> ResourceGroups { get; } = new(StringComparer.OrdinalIgnoreCase) { ["loadtest"] = "eastus" };

    /// <summary>Whether Microsoft.ContainerInstance is registered in the subscription.</summary>
    public bool ProviderRegistered { get; set; } = true;

    /// <summary>Quotas of a region by their names in ARM; those of <see cref="DefaultQuotas"/> where a region has none of its own.</summary>
    public Dictionary<string, Dictionary<string, int>> Quotas { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Quotas of every other region. On paper 100 and 100; more here, so that a test of 300 workers needs no setting up.</summary>
    public Dictionary<string, int> DefaultQuotas { get; } = new() { [QuotaNames.ContainerGroups] = 1000, [QuotaNames.StandardCores] = 4000, [QuotaNames.StandardSpotCores] = 1000 };

    /// <summary>The largest group that a region has room for: vCPU and GB.</summary>
    public (double Cpu, double MemoryGB) Capacity { get; set; } = (4, 16);

    /// <summary>Which images can be pulled; all when null.</summary>
    public Predicate<string>? HasImage { get; set; }

    /// <summary>Other resources, by their ids: what a GET of them answers.</summary>
    public Dictionary<string, JsonObject> Resources { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Adds a resource and gives its id.</summary>
    /// <param name="type">As in <c>Microsoft.Storage/storageAccounts</c>; a child's as in <c>Microsoft.Network/virtualNetworks/subnets</c>.</param>
    /// <param name="name">Its name; a child's with its parents', as in <c>net/subnet</c>.</param>
    /// <param name="properties">Its own properties.</param>
    public string AddResource(string type, string name, JsonObject properties)
    {
        var kinds = type.Split('/');
        var path = kinds[1..].Zip(name.Split('/'), (kind, own) => $"/{kind}/{own}");
        var id = $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroups.First().Key}/providers/{kinds[0]}{string.Concat(path)}";
        Resources[id] = new JsonObject { ["id"] = id, ["name"] = name.Split('/')[^1], ["type"] = type, ["location"] = FirstRegion, ["properties"] = properties };
        return id;
    }

    /// <summary>Adds a user-assigned managed identity and gives its id.</summary>
    public string AddIdentity(string name, string clientId) => AddResource(
        IdentityType, name, new JsonObject { ["tenantId"] = TenantId, ["principalId"] = $"{Guid.NewGuid()}", ["clientId"] = clientId });

    /// <summary>Adds a storage account with the blob endpoint given.</summary>
    public string AddStorageAccount(string name, string blobEndpoint) => AddResource(
        "Microsoft.Storage/storageAccounts", name, new JsonObject { ["provisioningState"] = "Succeeded", ["primaryEndpoints"] = new JsonObject { ["blob"] = blobEndpoint } });

    /// <summary>Adds a subnet that is delegated to container groups, and gives its id.</summary>
    public string AddSubnet(string network, string name) => AddResource("Microsoft.Network/virtualNetworks/subnets", $"{network}/{name}", new JsonObject
    {
        ["addressPrefix"] = "10.0.0.0/24",
        ["delegations"] = new JsonArray(new JsonObject { ["name"] = "aci", ["properties"] = new JsonObject { ["serviceName"] = OfficialTypes.OfficialType.Name } }),
    });

    /// <summary>Assigns a role.</summary>
    /// <param name="scope">The id of a resource; the role counts below it as well.</param>
    /// <param name="identity">The id of a user-assigned identity.</param>
    /// <param name="roleId">The role's id, a GUID.</param>
    public void AssignRole(string scope, string identity, string roleId) => _roles.Add((scope, IdentityProperty(identity, "principalId")!, roleId));

    internal IEnumerable<(string Scope, string PrincipalId, string RoleId)> RolesOn(string scope) =>
        _roles.Where(role => scope.Equals(role.Scope, StringComparison.OrdinalIgnoreCase) || scope.StartsWith(role.Scope + "/", StringComparison.OrdinalIgnoreCase));

    internal const string IdentityType = "Microsoft.ManagedIdentity/userAssignedIdentities";

    /// <summary>A property of a user-assigned identity; null when there is no such identity.</summary>
    internal string? IdentityProperty(string id, string property) =>
        Resources.GetValueOrDefault(id) is { } resource && (string?)resource["type"] == IdentityType ? (string?)resource["properties"]![property] : null;

    internal int Quota(string region, string name) =>
        Quotas.GetValueOrDefault(region) is { } own && own.TryGetValue(name, out var limit) ? limit : DefaultQuotas.GetValueOrDefault(name);
}
