using System.Buffers.Text;
using System.Text;

namespace LoadTestAz.AciStandIn.Identity;

/// <summary>A token that Azurite and the stand-in take: they look at the audience and the times, not at the signature.</summary>
public static class UnsignedToken
{
    /// <summary>How long it is good.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    /// <summary>Makes one.</summary>
    /// <param name="audience">Whom it is for.</param>
    /// <param name="lifetime">How long it is good, from now; <see cref="Lifetime"/> when null.</param>
    public static string Create(string audience = "https://storage.azure.com", TimeSpan? lifetime = null)
    {
        var now = TimeProvider.System.GetUtcNow();
        var start = now.AddMinutes(-5).ToUnixTimeSeconds();
        var tenant = Guid.NewGuid();
        var payload = $$"""
            {"aud":"{{audience}}","iss":"https://sts.windows.net/{{tenant}}/","iat":{{start}},"nbf":{{start}},"exp":{{now.Add(lifetime ?? Lifetime).ToUnixTimeSeconds()}},"oid":"{{Guid.NewGuid()}}","tid":"{{tenant}}","ver":"1.0"}
            """;
        return $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(payload)}.{Encode("none")}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
