using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>The state of a container: Waiting, Running or Terminated.</summary>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-state"/>
internal sealed record ContainerState(string State, string DetailStatus)
{
    public const string Waiting = "Waiting";
    public const string Running = "Running";
    public const string Terminated = "Terminated";

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Null while it runs, and when it was stopped by request.</summary>
    public int? ExitCode { get; init; }

    public JsonObject ToJson()
    {
        var json = new JsonObject { ["state"] = State };
        if (StartedAt is { } started)
            json["startTime"] = Times.Text(started);
        if (ExitCode is { } code)
            json["exitCode"] = code;
        if (FinishedAt is { } finished)
            json["finishTime"] = Times.Text(finished);
        json["detailStatus"] = DetailStatus;
        return json;
    }
}
