using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>What a valid PUT body asks for, as far as the stand-in acts on it.</summary>
internal sealed class GroupSpec(JsonObject body)
{
    /// <summary>The body as it came, secrets and all.</summary>
    public JsonObject Body => body;

    public JsonObject Properties { get; } = (JsonObject)body["properties"]!;

    /// <summary>ARM takes "East US" for eastus.</summary>
    public string Location { get; } = ((string?)body["location"] ?? "").Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant();

    public IReadOnlyList<ContainerSpec> Containers { get; } =
        [.. ((JsonArray)body["properties"]!["containers"]!).Select(c => new ContainerSpec((JsonObject)c!))];

    public string RestartPolicy { get; } = (string?)body["properties"]!["restartPolicy"] ?? "Always";

    public bool IsSpot { get; } = (string?)body["properties"]!["priority"] == "Spot";

    public bool HasSubnet => Properties["subnetIds"] is JsonArray { Count: > 0 };

    public double Cpu => Containers.Sum(c => c.Cpu);

    public double MemoryGB => Containers.Sum(c => c.MemoryGB);

    /// <summary>What counts against the quota, and is billed: whole cores.</summary>
    public int Cores => (int)Math.Ceiling(Cpu);

    /// <summary>The ids of its user-assigned identities.</summary>
    public IReadOnlyList<string> Identities { get; } =
        body["identity"]?["userAssignedIdentities"] is JsonObject identities ? [.. identities.Select(i => i.Key)] : [];
}
