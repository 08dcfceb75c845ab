using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadTestAz.Agent.Secrets;

/// <summary>
/// Takes secrets out of the texts and names in JSON. Its numbers stay as they are: a secret of digits alone stands in them
/// by chance, and they would be no figures any more.
/// </summary>
internal static class RedactedJson
{
    private static readonly JsonWriterOptions Options = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The same JSON without secrets.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static byte[] Of(ReadOnlySpan<byte> json, SecretRedactor redactor)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(output, Options);
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    writer.WriteStartObject();
                    break;
                case JsonTokenType.EndObject:
                    writer.WriteEndObject();
                    break;
                case JsonTokenType.StartArray:
                    writer.WriteStartArray();
                    break;
                case JsonTokenType.EndArray:
                    writer.WriteEndArray();
                    break;
                case JsonTokenType.PropertyName:
                    writer.WritePropertyName(redactor.Redact(reader.GetString()!));
                    break;
                case JsonTokenType.String:
                    writer.WriteStringValue(redactor.Redact(reader.GetString()));
                    break;
                default:
                    writer.WriteRawValue(reader.ValueSpan);
                    break;
            }
        }

        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The same text without secrets: where it is JSON, without those in its texts and names.</summary>
    public static string OfText(string text, SecretRedactor redactor)
    {
        if (redactor.IsEmpty)
            return text;
        try
        {
            return Encoding.UTF8.GetString(Of(Encoding.UTF8.GetBytes(text), redactor));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return redactor.Redact(text);
        }
    }
}
