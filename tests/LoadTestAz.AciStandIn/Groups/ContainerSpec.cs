using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>One container of a valid PUT body.</summary>
internal sealed class ContainerSpec(JsonObject container)
{
    private readonly JsonObject _properties = (JsonObject)container["properties"]!;

    public string Name { get; } = (string)container["name"]!;

    public string Image => (string?)_properties["image"] ?? "";

    public double Cpu => Request("cpu");

    public double MemoryGB => Request("memoryInGB");

    public IReadOnlyList<string> Command => _properties["command"] is JsonArray command ? [.. command.Select(c => (string)c!)] : [];

    /// <summary>Names and values, secure or not; null for a variable without either.</summary>
    public IReadOnlyList<(string Name, string? Value)> Variables => _properties["environmentVariables"] is JsonArray variables
        ? [.. variables.Select(v => ((string)v!["name"]!, (string?)v["value"] ?? (string?)v["secureValue"]))]
        : [];

    public bool HasResources => _properties["resources"] is not null;

    public bool HasGpu => _properties["resources"]?["requests"]?["gpu"] is not null;

    private double Request(string name) => (double)(_properties["resources"]?["requests"]?[name]?.ToDecimal() ?? 0);
}
