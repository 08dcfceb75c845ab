using System.Text.Json.Serialization;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>JSON:API's resource; its id and type say nothing here.</summary>
internal sealed record K6Resource<T>([property: JsonPropertyName("attributes")] T? Attributes);
