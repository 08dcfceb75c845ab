using System.Buffers.Text;
using System.Text;

namespace LoadTestAz.Azure.Tests.Identity;

/// <summary>A token that Azurite takes: it looks at the audience and the times, not at the signature.</summary>
internal static class UnsignedToken
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(1);

    public static string Create(string audience = "https://storage.azure.com")
    {
        var now = TimeProvider.System.GetUtcNow();
        var start = now.AddMinutes(-5).ToUnixTimeSeconds();
        var tenant = Guid.NewGuid();
        var payload = $$"""
            {"aud":"{{audience}}","iss":"https://sts.windows.net/{{tenant}}/","iat":{{start}},"nbf":{{start}},"exp":{{now.Add(Lifetime).ToUnixTimeSeconds()}},"oid":"{{Guid.NewGuid()}}","tid":"{{tenant}}","ver":"1.0"}
            """;
        return $"{Encode("""{"alg":"none","typ":"JWT"}""")}.{Encode(payload)}.{Encode("none")}";
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
