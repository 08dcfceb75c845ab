using System.Text.Json.Serialization;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>JSON:API's account of what went wrong.</summary>
internal sealed record K6Errors([property: JsonPropertyName("errors")] IReadOnlyList<K6Errors.Item>? Errors)
{
    internal sealed record Item([property: JsonPropertyName("detail")] string? Detail);
}
