using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>Tags as a JSON object of strings.</summary>
internal static class JsonTags
{
    /// <summary>The tags, or null when the object holds anything but strings, or something stands behind it.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A string in it is no Unicode.</exception>
    public static TagSet? Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        var pairs = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                return null;
            pairs.Add(new(name, reader.GetString()!));
        }

        return reader.BytesConsumed == json.Length ? TagSet.Of(pairs) : null;
    }
}
