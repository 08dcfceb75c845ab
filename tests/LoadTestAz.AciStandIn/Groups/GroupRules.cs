using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LoadTestAz.AciStandIn.Arm;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>
/// What a body must keep to beyond its type: names, sizes, Spot, identities. Codes of rules that are documented are the
/// service's; where only the rule is known, the code is the stand-in's own.
/// </summary>
internal static partial class GroupRules
{
    private const double LargestCpu = 31;
    private const double LargestMemoryGB = 240;
    private const double SpotCpu = 4;
    private const double SpotMemoryGB = 16;

    /// <summary>Checks a group; what depends on the region's room and quota is not here.</summary>
    /// <exception cref="ArmException">The first rule that is broken.</exception>
    public static void Check(string name, GroupSpec spec, StandInWorld world)
    {
        Require(GroupName().IsMatch(name), "InvalidContainerGroupName", $"The container group name '{name}' is invalid. It must have 1 to 63 of a-z, 0-9 and '-', not first or last, and no two '-' in a row.");
        if (!world.Regions.ContainsKey(spec.Location))
            throw ArmErrors.WrongRegion(spec.Location, world.Regions.Keys);
        Require((string?)spec.Properties["osType"] == "Linux", "OsTypeNotSupported", "The stand-in has Linux containers only; set osType to Linux.");
        Require(spec.Containers.Count is >= 1 and <= 60, "InvalidContainers", $"A container group has 1 to 60 containers; '{name}' has {spec.Containers.Count}.");
        Require(spec.Properties["initContainers"] is not JsonArray { Count: > 0 }, "InitContainersNotSupported", "The stand-in does not run init containers.");
        CheckZones(spec);
        CheckVolumes(spec);
        foreach (var container in spec.Containers)
            CheckContainer(name, container);
        CheckSize(name, spec);
        CheckSpot(spec);
        CheckSubnets(spec, world);
        CheckIdentities(spec, world);
        foreach (var container in spec.Containers)
        {
            if (world.HasImage?.Invoke(container.Image) == false)
                throw ArmErrors.InaccessibleImage(container.Image, name);
        }
    }

    private static void CheckContainer(string group, ContainerSpec container)
    {
        Require(GroupName().IsMatch(container.Name), "InvalidContainerName", $"The container name '{container.Name}' in container group '{group}' is invalid. It must have 1 to 63 of a-z, 0-9 and '-', not first or last.");
        Require(container.Image.Length > 0, "MissingImage", $"The container '{container.Name}' in container group '{group}' has no image.");
        Require(container.HasResources, "ResourceRequestsNotSpecified", $"The resource requests are not specified in container '{container.Name}' in container group '{group}'.");
        Require(!container.HasGpu, "GpuNotSupported", "GPU resources are retired.");
        foreach (var (variable, value) in container.Variables)
        {
            Require(VariableName().IsMatch(variable), "InvalidContainerEnvironmentVariable", $"The environment variable name '{variable}' in container '{container.Name}' of container group '{group}' is invalid. A valid environment variable name must start with alphabetic character, followed by a string of alphanumeric characters or '_', which is not last.");
            Require(value is not null, "InvalidContainerEnvironmentVariable", $"The environment variable '{variable}' in container '{container.Name}' of container group '{group}' has neither value nor secureValue.");
        }

        var twice = container.Variables.GroupBy(v => v.Name).FirstOrDefault(g => g.Count() > 1)?.Key;
        Require(twice is null, "DuplicateEnvironmentVariable", $"The environment variable '{twice}' in container '{container.Name}' of container group '{group}' is there twice.");
    }

    private static void CheckSize(string name, GroupSpec spec)
    {
        Require(spec.Cpu >= 1 && spec.MemoryGB >= 1, "InvalidResourceRequests", string.Create(CultureInfo.InvariantCulture, $"The container group '{name}' requests {spec.Cpu} CPU and {spec.MemoryGB} GB; a group has at least 1 CPU and 1 GB."));
        Require(spec.Cpu <= LargestCpu && spec.MemoryGB <= LargestMemoryGB, "InvalidResourceRequests", string.Create(CultureInfo.InvariantCulture, $"The container group '{name}' requests {spec.Cpu} CPU and {spec.MemoryGB} GB; a group has at most {LargestCpu} CPU and {LargestMemoryGB} GB."));
    }

    // https://learn.microsoft.com/troubleshoot/azure/azure-container-instances/configuration/spot-containers-error-codes
    private static void CheckSpot(GroupSpec spec)
    {
        if (!spec.IsSpot)
            return;
        Require(!spec.HasSubnet && spec.Properties["ipAddress"] is null, "SpotPriorityContainerGroupNotSupportedForInboundConnectivity", "Spot Priority is not supported for container groups with inbound connectivity.");
        var sku = (string?)spec.Properties["sku"] ?? "Standard";
        Require(sku == "Standard", "SpotPriorityContainerGroupNotSupportedInSku", $"Spot Priority Container Group is not supported in '{sku}' Sku.");
        Require(spec.Body["zones"] is not JsonArray { Count: > 0 }, "SpotPriorityContainerGroupWithZonesNotSupported", "Spot Priority is not supported for container groups with availability zones.");
        Require(spec.Cpu <= SpotCpu && spec.MemoryGB <= SpotMemoryGB, "InvalidResourceRequests", $"A container group of Spot priority has at most {SpotCpu} CPU and {SpotMemoryGB} GB.");
    }

    private static void CheckZones(GroupSpec spec)
    {
        if (spec.Body["zones"] is JsonArray { Count: > 0 } zones)
            Require(zones.Count == 1 && zones[0]?.GetValue<string>() is "1" or "2" or "3", "InvalidZones", "A container group is in one zone: '1', '2' or '3'.");
    }

    private static void CheckVolumes(GroupSpec spec)
    {
        foreach (var volume in spec.Properties["volumes"] as JsonArray ?? [])
        {
            var name = (string)volume!["name"]!;
            Require(name.Length is >= 5 and <= 63 && GroupName().IsMatch(name), "InvalidVolumeName", $"The volume name '{name}' is invalid. It must have 5 to 63 of a-z, 0-9 and '-', not first or last.");
        }
    }

    private static void CheckSubnets(GroupSpec spec, StandInWorld world)
    {
        foreach (var subnet in spec.Properties["subnetIds"] as JsonArray ?? [])
        {
            var id = (string)subnet!["id"]!;
            Require(world.Resources.TryGetValue(id, out var resource), "InvalidSubnetId", $"The subnet '{id}' was not found.");
            var delegated = resource!["properties"]?["delegations"] is JsonArray delegations
                && delegations.Any(d => (string?)d?["properties"]?["serviceName"] == OfficialTypes.OfficialType.Name);
            Require(delegated, "SubnetNotDelegated", $"The subnet '{id}' is not delegated to '{OfficialTypes.OfficialType.Name}'.");
        }
    }

    private static void CheckIdentities(GroupSpec spec, StandInWorld world)
    {
        foreach (var id in spec.Identities)
            Require(world.IdentityProperty(id, "clientId") is not null, "FailedIdentityOperation", $"Identity operation for the resource failed with error 'Failed to perform resource identity operation. Status: 'BadRequest'. Response: '{{\"error\":{{\"code\":\"BadRequest\",\"message\":\"Resource '{id}' was not found.\"}}}}'.'.");
        var type = (string?)spec.Body["identity"]?["type"] ?? "None";
        Require(type.Contains("UserAssigned", StringComparison.Ordinal) == spec.Identities.Count > 0, "InvalidIdentity", $"The identity's type is '{type}', and it names {spec.Identities.Count} user-assigned identities.");
        foreach (var credential in spec.Properties["imageRegistryCredentials"] as JsonArray ?? [])
        {
            if ((string?)credential!["identity"] is { } identity)
                Require(spec.Identities.Contains(identity, StringComparer.OrdinalIgnoreCase), "InvalidImageRegistryCredential", $"The identity '{identity}' for registry '{(string?)credential["server"]}' is not assigned to the container group.");
        }
    }

    private static void Require(bool holds, string code, string message)
    {
        if (!holds)
            throw new ArmException(400, code, message);
    }

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex GroupName();

    [GeneratedRegex(@"\A[A-Za-z]([A-Za-z0-9_]*[A-Za-z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex VariableName();
}
