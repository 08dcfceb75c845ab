using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>What setup() returned, in k6's own wrapping.</summary>
internal sealed record K6SetupData([property: JsonPropertyName("data")] JsonElement Data);
