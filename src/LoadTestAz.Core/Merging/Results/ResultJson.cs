using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadTestAz.Merging;

/// <summary>A result as JSON (UTF-8): camelCase, enums by name, indented for people; <c>final_summary.json</c>.</summary>
public static class ResultJson
{
    /// <summary>Writes a result; the same result gives the same bytes.</summary>
    public static byte[] Serialize(LoadTestResult result) => JsonSerializer.SerializeToUtf8Bytes(result, ResultJsonContext.Default.LoadTestResult);

    /// <summary>Writes a result without what it takes to merge it again, which is of no use to other tools.</summary>
    public static byte[] SerializeFigures(LoadTestResult result) => Serialize(result with { Data = null });
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    WriteIndented = true)]
[JsonSerializable(typeof(LoadTestResult))]
internal sealed partial class ResultJsonContext : JsonSerializerContext;
