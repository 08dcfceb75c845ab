using LoadTestAz.Azure.Blob;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Blob;

public sealed class BlobLocationTests
{
    [Theory]
    [InlineData("https://account.blob.core.windows.net/results", "account", "results")]
    [InlineData("https://account.blob.core.windows.net/results/", "account", "results")]
    [InlineData("HTTPS://Account.Blob.Core.Windows.Net/load-test-1", "account", "load-test-1")]
    [InlineData("https://account.blob.core.chinacloudapi.cn/results", "account", "results")]
    [InlineData("https://account.z12.blob.storage.azure.net/results", "account", "results")]
    [InlineData("https://127.0.0.1:12345/devstoreaccount1/results", "devstoreaccount1", "results")]
    public void Addresses_of_containers_are_understood(string location, string account, string container)
    {
        var parsed = BlobLocation.Parse(location);

        Assert.Equal(account, parsed.Account);
        Assert.Equal(container, parsed.Container);
        Assert.Equal(location.TrimEnd('/'), parsed.ToString(), ignoreCase: true);
    }

    [Theory]
    [InlineData("./results", "only a folder's path or the https address")]
    [InlineData("C:\\results", "only a folder's path or the https address")]
    [InlineData("ftp://account.blob.core.windows.net/results", "only a folder's path or the https address")]
    [InlineData("http://account.blob.core.windows.net/results", "only https")]
    [InlineData("http://127.0.0.1:10000/devstoreaccount1/results", "only https")]
    [InlineData("https://account.blob.core.windows.net", "names no container")]
    [InlineData("https://127.0.0.1:10000/devstoreaccount1", "names no container")]
    [InlineData("https://account.blob.core.windows.net/results/run-1", "goes on after the container")]
    [InlineData("https://localhost:12345/devstoreaccount1/results", "addressed as 127.0.0.1")]
    [InlineData("https://[::1]:12345/devstoreaccount1/results", "addressed as 127.0.0.1")]
    [InlineData("https://account.blob.core.windows.net/Results", "'Results' can't be the name")]
    [InlineData("https://account.blob.core.windows.net/a--b", "'a--b' can't be the name")]
    [InlineData("https://account.blob.core.windows.net/ab", "'ab' can't be the name")]
    [InlineData("https://account.blob.core.windows.net/$web", "can't be the name")]
    public void Other_addresses_are_refused_with_the_reason(string location, string reason)
    {
        var error = Assert.Throws<StoreException>(() => BlobLocation.Parse(location));

        Assert.Equal(StoreFailure.InvalidLocation, error.Failure);
        Assert.Contains(reason, error.Message);
        Assert.Contains("https://<account>.blob.core.windows.net/<container>", error.Message);
    }

    [Theory]
    [InlineData("https://account.blob.core.windows.net/results?sv=2024-11-04&sig=geheim")]
    [InlineData("http://account.blob.core.windows.net/results?sig=geheim")]
    [InlineData("https://user:geheim@account.blob.core.windows.net/results")]
    [InlineData("https://account.blob.core.windows.net/results#geheim")]
    public void A_secret_in_the_address_is_refused_and_not_repeated(string location)
    {
        var error = Assert.Throws<StoreException>(() => BlobLocation.Parse(location));

        Assert.Equal(StoreFailure.InvalidLocation, error.Failure);
        Assert.DoesNotContain("geheim", error.ToString());
    }
}
