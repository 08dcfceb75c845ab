using System.Text.Json.Serialization;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>JSON of the manifest, made at compile time for NativeAOT.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScriptManifest))]
internal sealed partial class ScriptManifestJson : JsonSerializerContext;
