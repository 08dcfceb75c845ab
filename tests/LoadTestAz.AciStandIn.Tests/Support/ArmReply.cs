using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Tests.Support;

/// <summary>An answer of the stand-in.</summary>
internal sealed record ArmReply(int Status, JsonObject? Body, HttpResponseHeaders Headers)
{
    public string? ErrorCode => (string?)Body?["error"]?["code"];

    public string ErrorMessage => (string?)Body?["error"]?["message"] ?? "";

    public int? RetryAfter => (int?)Headers.RetryAfter?.Delta?.TotalSeconds;

    public string OperationLink => Header("Azure-AsyncOperation");

    public string ResultLink => $"{Headers.Location}";

    public string Header(string name) => Assert.Single(Headers.GetValues(name));
}
