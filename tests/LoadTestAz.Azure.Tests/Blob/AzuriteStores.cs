using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Identity;

namespace LoadTestAz.Azure.Tests.Blob;

/// <summary>Stores in Azurite as the product makes them, but for the certificate they trust and shorter waits.</summary>
internal static class AzuriteStores
{
    public static BlobClientOptions NewOptions(HttpMessageHandler handler)
    {
        var options = BlobStoreOptions.Create();
        options.Transport = new HttpClientTransport(new HttpClient(handler));
        options.Retry.Delay = TimeSpan.FromMilliseconds(1);
        options.Retry.MaxDelay = TimeSpan.FromMilliseconds(5);
        return options;
    }

    public static BlobResultStore Open(string location, HttpMessageHandler handler) =>
        new(BlobLocation.Parse(location), new UnsignedCredential(), NewOptions(handler));

    /// <summary>A new store, with a way to it that a test may disturb.</summary>
    public static async Task<(AzuriteServer Azurite, FaultHandler Between, BlobResultStore Store)> OpenAsync(AzuriteFixture fixture)
    {
        var azurite = await fixture.RequireAsync();
        var between = new FaultHandler(azurite.Certificate.NewHandler());
        return (azurite, between, Open(azurite.NewLocation(), between));
    }

    public static BlobResultStore Open(this AzuriteServer azurite, string location) => Open(location, azurite.Certificate.NewHandler());
}
