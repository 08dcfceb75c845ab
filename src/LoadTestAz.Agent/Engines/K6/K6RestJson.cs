using System.Text.Json.Serialization;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>What k6's REST API answers, worked out by the compiler: the worker is compiled ahead of time.</summary>
[JsonSerializable(typeof(K6Envelope<K6Status>))]
[JsonSerializable(typeof(K6Envelope<K6SetupData>))]
[JsonSerializable(typeof(K6Errors))]
internal sealed partial class K6RestJson : JsonSerializerContext;
