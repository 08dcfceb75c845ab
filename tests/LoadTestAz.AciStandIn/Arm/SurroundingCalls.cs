using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Groups;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>What lies around container groups: the subscription, its resource groups, regions and other resources.</summary>
internal sealed class SurroundingCalls(GroupTable groups, StandInWorld world)
{
    private const string RoleAssignments = "/providers/Microsoft.Authorization/roleAssignments";

    public ArmAnswer Answer(ArmRequest request) => new(200, Body(request.Route, request.Query["$filter"]));

    private JsonObject Body(ArmRoute route, string? filter) => route.Call switch
    {
        ArmCall.Usages => Usages(Region(route)),
        ArmCall.Capabilities => Capabilities(Region(route)),
        ArmCall.Subscription => Subscription(),
        ArmCall.ResourceGroup => ResourceGroup(route.ResourceGroup!),
        ArmCall.Provider => Provider(),
        _ => Resource(route, filter),
    };

    private JsonObject Usages(string region) => new()
    {
        ["value"] = new JsonArray([.. world.DefaultQuotas.Keys.Select(name => new JsonObject
        {
            ["id"] = $"/subscriptions/{world.SubscriptionId}/providers/Microsoft.ContainerInstance/locations/{region}/usages/{name}",
            ["unit"] = "Count",
            ["currentValue"] = groups.Usage(region, name),
            ["limit"] = world.Quota(region, name),
            ["name"] = new JsonObject { ["value"] = name, ["localizedValue"] = name },
        })]),
    };

    private JsonObject Capabilities(string region) => new()
    {
        ["value"] = new JsonArray([.. new[] { "Public", "Private" }.Select(addressType => new JsonObject
        {
            ["resourceType"] = "containerGroups",
            ["osType"] = "NotSpecified",
            ["location"] = region,
            ["ipAddressType"] = addressType,
            ["gpu"] = "None",
            ["capabilities"] = new JsonObject { ["maxMemoryInGB"] = world.Capacity.MemoryGB, ["maxCpu"] = world.Capacity.Cpu, ["maxGpuCount"] = 0 },
        })]),
    };

    private JsonObject Subscription() => new()
    {
        ["id"] = $"/subscriptions/{world.SubscriptionId}",
        ["subscriptionId"] = world.SubscriptionId,
        ["tenantId"] = world.TenantId,
        ["displayName"] = "Stand-in",
        ["state"] = "Enabled",
    };

    private JsonObject ResourceGroup(string name) => new()
    {
        ["id"] = $"/subscriptions/{world.SubscriptionId}/resourceGroups/{name}",
        ["name"] = name,
        ["type"] = "Microsoft.Resources/resourceGroups",
        ["location"] = world.ResourceGroups[name],
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded" },
    };

    private JsonObject Provider() => new()
    {
        ["id"] = $"/subscriptions/{world.SubscriptionId}/providers/Microsoft.ContainerInstance",
        ["namespace"] = "Microsoft.ContainerInstance",
        ["registrationState"] = world.ProviderRegistered ? "Registered" : "NotRegistered",
        ["resourceTypes"] = new JsonArray(new JsonObject
        {
            ["resourceType"] = "containerGroups",
            ["locations"] = new JsonArray([.. world.Regions.Values.Select(r => JsonValue.Create(r))]),
            ["apiVersions"] = new JsonArray(OfficialType.ApiVersion),
        }),
    };

    private JsonObject Resource(ArmRoute route, string? filter)
    {
        var path = route.Path.TrimEnd('/');
        if (world.Resources.TryGetValue(path, out var resource))
            return (JsonObject)resource.DeepClone();
        if (path.EndsWith(RoleAssignments, StringComparison.OrdinalIgnoreCase))
            return List(world.RolesOn(path[..^RoleAssignments.Length]).Where(role => filter is null || filter == $"assignedTo('{role.PrincipalId}')").Select(role => new JsonObject
            {
                ["properties"] = new JsonObject { ["scope"] = role.Scope, ["principalId"] = role.PrincipalId, ["roleDefinitionId"] = $"/subscriptions/{world.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{role.RoleId}" },
            }));
        // A type of resource, over the whole subscription.
        if (path.Split('/') is [_, _, _, "providers", var provider, var type])
            return List(world.Resources.Values.Where(r => string.Equals((string?)r["type"], $"{provider}/{type}", StringComparison.OrdinalIgnoreCase)).Select(r => (JsonObject)r.DeepClone()));
        var parts = route.Path.Split("/providers/")[^1].Split('/');
        throw ArmErrors.ResourceNotFound(string.Join('/', parts.Take(2)), parts[^1], route.ResourceGroup ?? "");
    }

    private static JsonObject List(IEnumerable<JsonObject> items) => new() { ["value"] = new JsonArray([.. items]) };

    private string Region(ArmRoute route)
    {
        var region = route.Location!.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return world.Regions.ContainsKey(region) ? region : throw ArmErrors.WrongRegion(region, world.Regions.Keys);
    }
}
