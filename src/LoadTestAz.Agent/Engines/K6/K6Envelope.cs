using System.Text.Json.Serialization;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>JSON:API's outermost object.</summary>
internal sealed record K6Envelope<T>([property: JsonPropertyName("data")] K6Resource<T>? Data);
