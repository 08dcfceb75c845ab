using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>A request that is answered with an error.</summary>
internal sealed class ArmException(int status, string code, string message) : Exception(message)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    /// <summary>For Retry-After; null for none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For WWW-Authenticate; null for none.</summary>
    public string? Challenge { get; init; }

    /// <summary>More than one thing wrong: code, target, message.</summary>
    public IReadOnlyList<(string Code, string Target, string Message)> Details { get; init; } = [];

    /// <summary>As ARM writes it: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors</summary>
    public JsonObject ToJson()
    {
        var error = new JsonObject { ["code"] = Code, ["message"] = Message };
        if (Details.Count > 0)
            error["details"] = new JsonArray([.. Details.Select(d => new JsonObject { ["code"] = d.Code, ["target"] = d.Target, ["message"] = d.Message })]);
        return new JsonObject { ["error"] = error };
    }
}
