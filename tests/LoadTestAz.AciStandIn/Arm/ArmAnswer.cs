using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>An answer: status, body, and links for those who are to come back.</summary>
internal sealed record ArmAnswer(int Status, JsonObject? Body = null)
{
    /// <summary>Path of the Azure-AsyncOperation link.</summary>
    public string? OperationLink { get; init; }

    /// <summary>Path of the Location link.</summary>
    public string? ResultLink { get; init; }

    /// <summary>Path and query of nextLink.</summary>
    public string? NextLink { get; init; }

    public TimeSpan? RetryAfter { get; init; }
}
