using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadTestAz.AciStandIn.Faults;

/// <summary>Faults in a JSON file: an array of <see cref="Fault"/>, names in camelCase, times as "1m30s".</summary>
internal static class FaultFile
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };

    /// <summary>Reads a file's text.</summary>
    /// <exception cref="FormatException">It is not what it should be; the message says where.</exception>
    public static IReadOnlyList<Fault> Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<List<Fault>>(json, Options) ?? throw new FormatException("The faults are null; write an array.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The faults can't be read: {e.Message}", e);
        }
    }
}
