using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>
/// Looks at a bearer token as ARM does: whom it is for, and until when. Not at its signature, so that anybody can make one.
/// </summary>
internal static class TokenCheck
{
    /// <summary>Whom ARM is for those who ask for a token.</summary>
    public static readonly IReadOnlyList<string> Audiences =
        ["https://management.core.windows.net/", "https://management.core.windows.net", "https://management.azure.com/", "https://management.azure.com"];

    /// <summary>Lets a request with a good token pass.</summary>
    /// <exception cref="ArmException">There is none, or it is not good here.</exception>
    public static void Check(string? authorization, StandInWorld world)
    {
        if (string.IsNullOrEmpty(authorization))
            throw Refuse("AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.", world);
        if (!authorization.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) || Payload(authorization["Bearer ".Length..]) is not { } payload)
            throw Refuse("InvalidAuthenticationToken", "The access token is invalid.", world);

        var audience = payload["aud"] is JsonValue text && text.GetValueKind() is JsonValueKind.String ? text.GetValue<string>() : "";
        if (!Audiences.Contains(audience))
        {
            var allowed = string.Join(',', Audiences.Select(a => $"'{a}'"));
            throw Refuse("InvalidAuthenticationTokenAudience", $"The access token has been obtained for wrong audience or resource '{audience}'. It should exactly match with one of the allowed audiences {allowed}.", world);
        }

        // Those who sign in keep tokens by real time, whatever time a test plays.
        var now = TimeProvider.System.GetUtcNow();
        if (payload["exp"] is not JsonValue exp || exp.GetValueKind() is not JsonValueKind.Number || DateTimeOffset.FromUnixTimeSeconds(exp.GetValue<long>()) < now)
            throw Refuse("ExpiredAuthenticationToken", "The access token expiry UTC time is earlier than current UTC time.", world);
    }

    private static JsonObject? Payload(string token)
    {
        try
        {
            return token.Split('.') is [_, var payload, _] ? JsonNode.Parse(Base64Url.DecodeFromChars(payload)) as JsonObject : null;
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    private static ArmException Refuse(string code, string message, StandInWorld world) => new(401, code, message)
    {
        Challenge = $"Bearer authorization_uri=\"https://login.windows.net/{world.TenantId}\", error=\"invalid_token\", error_description=\"{message.Replace('"', '\'')}\"",
    };
}
