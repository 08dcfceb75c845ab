using System.Security;
using System.Text;
using Azure.Core;
using Azure.Identity;
using LoadTestAz.Azure.Identity;
using LoadTestAz.Plans;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Azure.Tests.Identity;

/// <summary>Tokens by -AccessToken: each goes to whom it was issued for.</summary>
public sealed class GivenTokensCredentialTests
{
    private const string Arm = "https://management.azure.com/.default";
    private const string Storage = "https://storage.azure.com/.default";
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Theory]
    [InlineData("https://management.azure.com", Arm, LoadTestCloud.AzureCloud)]
    [InlineData("https://management.azure.com/", Arm, LoadTestCloud.AzureCloud)]
    [InlineData("https://management.core.windows.net/", Arm, LoadTestCloud.AzureCloud)]
    [InlineData("797f4846-ba00-4fd7-ba43-dac1f8f63013", Arm, LoadTestCloud.AzureCloud)]
    [InlineData("https://management.core.usgovcloudapi.net/", "https://management.usgovcloudapi.net/.default", LoadTestCloud.AzureUSGovernment)]
    [InlineData("https://storage.azure.com/", Storage, LoadTestCloud.AzureCloud)]
    [InlineData("e406a681-f3d4-42a8-90b6-c2b029497af1", Storage, LoadTestCloud.AzureCloud)]
    [InlineData("https://results123.blob.core.windows.net", Storage, LoadTestCloud.AzureCloud)]
    public void A_token_is_found_by_its_audience(string audience, string scope, LoadTestCloud cloud)
    {
        var right = Token(audience);
        var credential = new GivenTokensCredential([Secure(Token("https://graph.microsoft.com")), Secure(right)], CloudEndpoints.Of(cloud), new FakeTimeProvider(Now));

        Assert.Equal(right, credential.GetToken(new TokenRequestContext([scope]), default).Token);
    }

    [Theory]
    [InlineData("https://storage.azure.com/", Arm)]
    [InlineData("https://management.azure.com/", Storage)]
    [InlineData("https://management.azure.com.evil.example/", Arm)]
    [InlineData("https://evil.example/", Storage)]
    public void A_token_for_somebody_else_is_not_sent(string audience, string scope)
    {
        var error = Assert.Throws<CredentialUnavailableException>(() => Of(Token(audience)).GetToken(new TokenRequestContext([scope]), default));

        Assert.Contains($"no token for {scope[..^".default".Length]}, but for {audience}", error.Message);
    }

    [Fact]
    public void A_token_that_is_over_is_told_as_such()
    {
        var error = Assert.Throws<CredentialUnavailableException>(() => Of(Token("https://storage.azure.com", Now.AddMinutes(-1))).GetToken(new TokenRequestContext([Storage]), default));

        Assert.Contains("good until 2026-01-02 03:03:05Z", error.Message);
    }

    [Theory]
    [InlineData("secret-but-no-token")]
    [InlineData("a.b.c")]
    [InlineData("a.e30.c")]
    public void What_is_no_token_is_not_repeated(string text)
    {
        var error = Assert.Throws<CredentialUnavailableException>(() => Of(text).GetToken(new TokenRequestContext([Storage]), default));

        Assert.DoesNotContain(text, error.ToString());
    }

    private static GivenTokensCredential Of(string token) => new([Secure(token)], CloudEndpoints.Of(LoadTestCloud.AzureCloud), new FakeTimeProvider(Now));

    private static string Token(string audience, DateTimeOffset? expires = null) =>
        $"{Part("""{"alg":"none"}""")}.{Part($$"""{"aud":"{{audience}}","exp":{{(expires ?? Now.AddHours(1)).ToUnixTimeSeconds()}}}""")}.sig";

    private static string Part(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static SecureString Secure(string text)
    {
        var secure = new SecureString();
        foreach (var c in text)
            secure.AppendChar(c);
        return secure;
    }
}
