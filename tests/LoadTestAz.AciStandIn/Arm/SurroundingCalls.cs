using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Groups;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>What lies around container groups: the subscription, its resource groups, regions and other resources.</summary>
internal sealed class SurroundingCalls(GroupTable groups, StandInWorld world)
{
    public ArmAnswer Answer(ArmRoute route) => new(200, route.Call switch
    {
        ArmCall.Usages => Usages(Region(route)),
        ArmCall.Capabilities => Capabilities(Region(route)),
        ArmCall.Subscription => Subscription(),
        ArmCall.ResourceGroup => ResourceGroup(route.ResourceGroup!),
        ArmCall.Provider => Provider(),
        _ => Resource(route),
    });

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

    private JsonObject Resource(ArmRoute route)
    {
        if (world.Resources.TryGetValue(route.Path.TrimEnd('/'), out var resource))
            return (JsonObject)resource.DeepClone();
        var parts = route.Path.Split("/providers/")[^1].Split('/');
        throw ArmErrors.ResourceNotFound(string.Join('/', parts.Take(2)), parts[^1], route.ResourceGroup ?? "");
    }

    private string Region(ArmRoute route)
    {
        var region = route.Location!.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();
        return world.Regions.ContainsKey(region) ? region : throw ArmErrors.WrongRegion(region, world.Regions.Keys);
    }
}
