using System.Text.Json;

namespace LoadTestAz.Merging.K6;

/// <summary>Steps that the parsers of k6's lines share.</summary>
internal static class K6Json
{
    /// <summary>The current value, or null when it is no string.</summary>
    public static string? TextOrNull(scoped ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString() : null;

    /// <summary>The bytes of the current value, which is passed.</summary>
    public static ReadOnlySpan<byte> Slice(scoped ref Utf8JsonReader json, ReadOnlySpan<byte> source)
    {
        var start = (int)json.TokenStartIndex;
        json.Skip();
        return source[start..(int)json.BytesConsumed];
    }
}
