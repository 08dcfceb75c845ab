using Azure.Core;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Identity;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Identity;

[Collection(nameof(EnvironmentCollection))]
public sealed class CredentialFactoryTests(AzuriteFixture fixture, IdentityStandIn identity)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_reaches_the_store_with_the_identity_that_its_environment_names()
    {
        var clientId = Guid.NewGuid().ToString();

        await RoundTripAsync(clientId);

        var request = Assert.Single(identity.Requests, request => request.ClientId == clientId);
        Assert.Equal("/metadata/identity/oauth2/token", request.Path);
        Assert.True(request.HasMetadataHeader);
        Assert.StartsWith("https://storage.azure.com", request.Resource);
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    public async Task A_worker_without_a_name_takes_the_system_assigned_identity(string? clientId)
    {
        await RoundTripAsync(clientId);

        Assert.Contains(identity.Requests, request => request is { ClientId: null, HasMetadataHeader: true });
    }

    [Fact]
    public async Task A_session_takes_the_managed_identity_of_its_machine()
    {
        var clientId = Guid.NewGuid().ToString();
        using var environment = new EnvironmentScope(("AZURE_TOKEN_CREDENTIALS", "prod"), (CredentialFactory.ClientIdVariable, clientId));

        var token = await CredentialFactory.ForSession(new AzureSignIn(), CloudEndpoints.Of(LoadTestCloud.AzureCloud)).GetTokenAsync(new TokenRequestContext(["https://storage.azure.com/.default"]), Cancel);

        Assert.NotEmpty(token.Token);
        Assert.Contains(identity.Requests, request => request.ClientId == clientId);
    }

    private async Task RoundTripAsync(string? clientId)
    {
        var azurite = await fixture.RequireAsync();
        using var environment = new EnvironmentScope((CredentialFactory.ClientIdVariable, clientId));
        var store = new BlobResultStore(BlobLocation.Parse(azurite.NewLocation()), CredentialFactory.ForWorker(), AzuriteStores.NewOptions(azurite.Certificate.NewHandler()));

        await store.WriteAsync("run/ready_0.json", "{}"u8.ToArray(), Cancel);

        Assert.Equal("{}"u8.ToArray(), await store.TryReadAsync("run/ready_0.json", Cancel));
    }
}
