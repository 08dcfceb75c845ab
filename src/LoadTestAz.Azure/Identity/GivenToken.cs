using System.Net;
using System.Security;
using System.Text.Json;

namespace LoadTestAz.Azure.Identity;

/// <summary>A token that the user gave: what it says of itself. Who issued it, and whether truly, is the service's to check.</summary>
internal sealed class GivenToken
{
    private readonly SecureString _value;

    private GivenToken(SecureString value, string[] audiences, DateTimeOffset expiresAt) =>
        (_value, Audiences, ExpiresAt) = (value, audiences, expiresAt);

    /// <summary>Whom it is meant for.</summary>
    public IReadOnlyList<string> Audiences { get; }

    /// <summary>When it is of no use any more.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>Reads a token; null when it is none (RFC 7519: three parts, the second of them a JSON object).</summary>
    public static GivenToken? TryRead(SecureString value)
    {
        var parts = Reveal(value).Split('.');
        if (parts.Length != 3)
            return null;
        try
        {
            using var claims = JsonDocument.Parse(Decode(parts[1]));
            var audience = claims.RootElement.GetProperty("aud");
            string[] audiences = audience.ValueKind is JsonValueKind.Array ? [.. audience.EnumerateArray().Select(a => a.GetString()!)] : [audience.GetString()!];
            return new GivenToken(value, audiences, DateTimeOffset.FromUnixTimeSeconds(claims.RootElement.GetProperty("exp").GetInt64()));
        }
        catch (Exception e) when (e is JsonException or FormatException or KeyNotFoundException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>The token itself.</summary>
    public string Reveal() => Reveal(_value);

    private static string Reveal(SecureString value) => new NetworkCredential("", value).Password;

    private static byte[] Decode(string base64Url)
    {
        var text = base64Url.Replace('-', '+').Replace('_', '/');
        return Convert.FromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='));
    }
}
