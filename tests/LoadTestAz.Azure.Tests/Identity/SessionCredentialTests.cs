using Azure.Core;
using Azure.Identity;
using LoadTestAz.Azure.Identity;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Identity;

public sealed class SessionCredentialTests
{
    private static readonly TokenRequestContext Storage = new(["https://storage.azure.com/.default"]);

    [Theory]
    [InlineData(AzureCredentialSource.Default)]
    [InlineData(AzureCredentialSource.AzContext)]
    public async Task The_session_is_asked_for_the_resource(AzureCredentialSource source)
    {
        var signIn = new AzureSignIn { Source = source, Session = (resource, _) => Task.FromResult(new SessionToken($"for {resource}", DateTimeOffset.UnixEpoch)) };

        var token = await For(signIn).GetTokenAsync(Storage, default);

        Assert.Equal(("for https://storage.azure.com/", DateTimeOffset.UnixEpoch), (token.Token, token.ExpiresOn));
    }

    [Fact]
    public async Task A_session_that_can_t_is_told_in_its_own_words()
    {
        var signIn = new AzureSignIn { Source = AzureCredentialSource.AzContext, Session = (_, _) => throw new InvalidOperationException("Run Connect-AzAccount to login.") };

        var error = await Assert.ThrowsAsync<CredentialUnavailableException>(async () => await For(signIn).GetTokenAsync(Storage, default));

        Assert.Contains("Run Connect-AzAccount to login.", error.Message);
    }

    [Fact]
    public async Task Without_a_sign_in_its_context_gives_nothing()
    {
        var error = await Assert.ThrowsAsync<CredentialUnavailableException>(async () => await For(new AzureSignIn { Source = AzureCredentialSource.AzContext }).GetTokenAsync(Storage, default));

        Assert.Contains("Connect-AzAccount", error.Message);
    }

    [Theory]
    [InlineData(AzureCredentialSource.AzureCli, typeof(AzureCliCredential))]
    [InlineData(AzureCredentialSource.ManagedIdentity, typeof(ManagedIdentityCredential))]
    [InlineData(AzureCredentialSource.Environment, typeof(EnvironmentCredential))]
    [InlineData(AzureCredentialSource.WorkloadIdentity, typeof(WorkloadIdentityCredential))]
    [InlineData(AzureCredentialSource.Default, typeof(DefaultAzureCredential))]
    public void A_source_is_asked_and_no_other(AzureCredentialSource source, Type type) => Assert.IsType(type, For(new AzureSignIn { Source = source }));

    [Fact]
    public void A_token_does_not_show() => Assert.DoesNotContain("hush", new SessionToken("hush", DateTimeOffset.UnixEpoch).ToString());

    private static TokenCredential For(AzureSignIn signIn) => CredentialFactory.ForSession(signIn, CloudEndpoints.Of(LoadTestCloud.AzureCloud));
}
