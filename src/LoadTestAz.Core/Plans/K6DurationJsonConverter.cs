using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadTestAz.Plans;

/// <summary>Durations in k6's format, as <c>1m30s</c>.</summary>
internal sealed class K6DurationJsonConverter : JsonConverter<TimeSpan>
{
    /// <inheritdoc/>
    public override TimeSpan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && K6Duration.TryParse(reader.GetString()!, out var duration, out _)
            ? duration
            : throw new JsonException("A duration is a text such as \"1m30s\".");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeSpan value, JsonSerializerOptions options) =>
        writer.WriteStringValue(K6Duration.Format(value));
}
