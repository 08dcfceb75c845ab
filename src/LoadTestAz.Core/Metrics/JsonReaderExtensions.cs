using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>Steps of a forward-only reader, each of which says what is wrong when the content is not as expected.</summary>
internal static class JsonReaderExtensions
{
    // The names that a metrics file has by the thousand, the most frequent first: no text is made for them.
    private static readonly (byte[] Written, string Name)[] Names = Array.ConvertAll<string, (byte[], string)>(
        ["start", "requests", "min", "max", "buckets", "iterations", "dataSent", "dataReceived", "failures", "vuSeconds", "zeros", "samples", "sum", "name", "passes", "fails"],
        name => (Encoding.UTF8.GetBytes(name), name));

    /// <summary>Goes into the object that comes next.</summary>
    public static void ReadObjectStart(this ref Utf8JsonReader json)
    {
        json.Read();
        json.RequireObject();
    }

    /// <summary>Checks that the current value is an object.</summary>
    public static void RequireObject(this ref Utf8JsonReader json) => Require(ref json, JsonTokenType.StartObject, "an object");

    /// <summary>Goes into the array that comes next.</summary>
    public static void ReadArrayStart(this ref Utf8JsonReader json)
    {
        json.Read();
        Require(ref json, JsonTokenType.StartArray, "an array");
    }

    /// <summary>The name of the next member of the object, or null at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string? ReadName(this ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.EndObject)
            return null;
        if (!json.ValueIsEscaped)
        {
            var written = json.ValueSpan;
            foreach (var (known, name) in Names)
            {
                if (ByteScan.Equal(written, known))
                    return name;
            }
        }

        return json.GetString();
    }

    /// <summary>Goes to the next item of the array; false at its end.</summary>
    public static bool ReadItem(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType != JsonTokenType.EndArray;
    }

    public static string ReadText(this ref Utf8JsonReader json)
    {
        json.Read();
        Require(ref json, JsonTokenType.String, "a string");
        return json.GetString()!;
    }

    /// <summary>The bytes of a string in which nothing is escaped.</summary>
    public static ReadOnlySpan<byte> ReadAscii(this ref Utf8JsonReader json)
    {
        json.Read();
        Require(ref json, JsonTokenType.String, "a string");
        return json.ValueIsEscaped ? throw Wrong(ref json, "numbers in a string") : json.ValueSpan;
    }

    /// <summary>A whole number that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long ReadCount(this ref Utf8JsonReader json)
    {
        json.Read();
        Require(ref json, JsonTokenType.Number, "a number");
        return json.TryGetInt64(out var count) && count >= 0 ? count : throw Wrong(ref json, "a count");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double ReadFinite(this ref Utf8JsonReader json)
    {
        json.Read();
        Require(ref json, JsonTokenType.Number, "a number");
        return json.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw Wrong(ref json, "a number in the range of a double");
    }

    public static bool ReadBoolean(this ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : throw Wrong(ref json, "true or false");
    }

    /// <summary>An instant, as ticks of UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static long ReadTicks(this ref Utf8JsonReader json)
    {
        json.Read();
        Require(ref json, JsonTokenType.String, "a time");
        return json.TryGetDateTimeOffset(out var time) ? time.UtcTicks : throw Wrong(ref json, "a time in ISO 8601");
    }

    private static void Require(ref Utf8JsonReader json, JsonTokenType token, string expected)
    {
        if (json.TokenType != token)
            throw Wrong(ref json, expected);
    }

    private static JsonException Wrong(ref Utf8JsonReader json, string expected) => new($"at byte {json.TokenStartIndex} there should be {expected}.");
}
