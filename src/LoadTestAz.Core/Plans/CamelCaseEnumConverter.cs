using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadTestAz.Plans;

/// <summary>Enums as words in camel case, never as numbers.</summary>
internal sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
