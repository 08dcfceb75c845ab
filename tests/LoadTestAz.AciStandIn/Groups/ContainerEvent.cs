using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>An event of a container or a group.</summary>
internal sealed record ContainerEvent(DateTimeOffset At, string Name, string Message, string Type = "Normal")
{
    public JsonObject ToJson() => new()
    {
        ["count"] = 1,
        ["firstTimestamp"] = Times.Text(At),
        ["lastTimestamp"] = Times.Text(At),
        ["name"] = Name,
        ["message"] = Message,
        ["type"] = Type,
    };
}
