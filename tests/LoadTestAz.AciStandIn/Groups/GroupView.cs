using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>A group as the service gives it back: without secrets, with what only the service knows.</summary>
internal static class GroupView
{
    public static JsonObject Render(
        string id, string name, GroupSpec spec, JsonObject? tags, string provisioning, IReadOnlyList<GroupContainer> containers,
        (string State, IReadOnlyList<ContainerEvent> Events)? view, StandInWorld world)
    {
        var json = SecretProperties.Removed(spec.Body);
        json["id"] = id;
        json["name"] = name;
        json["type"] = OfficialType.Name;
        json["location"] = spec.Location;
        json["tags"] = tags?.DeepClone() ?? new JsonObject();
        AddIdentity(json, spec, world);

        var properties = (JsonObject)json["properties"]!;
        properties["provisioningState"] = provisioning;
        properties["sku"] ??= "Standard";
        properties["isCreatedFromStandbyPool"] = false;
        properties["initContainers"] ??= new JsonArray();
        if (view is not { } shown)
            return json;
        properties["instanceView"] = new JsonObject { ["events"] = new JsonArray([.. shown.Events.Select(e => e.ToJson())]), ["state"] = shown.State };
        foreach (var (container, own) in containers.Zip((JsonArray)properties["containers"]!))
            own!["properties"]!["instanceView"] = container.ViewJson();
        return json;
    }

    private static void AddIdentity(JsonObject json, GroupSpec spec, StandInWorld world)
    {
        if (spec.Identities.Count == 0)
            return;
        var identity = (JsonObject)json["identity"]!;
        identity["tenantId"] = world.TenantId;
        foreach (var own in spec.Identities)
        {
            identity["userAssignedIdentities"]![own] = new JsonObject
            {
                ["principalId"] = world.IdentityProperty(own, "principalId"),
                ["clientId"] = world.IdentityProperty(own, "clientId"),
            };
        }
    }
}
