using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Plans.Azure;

public class CloudEndpointsTests
{
    [Theory]
    [InlineData("https://management.azure.com", true)]
    [InlineData("https://EastUS.management.azure.com/", true)]
    [InlineData("https://127.0.0.1:8443", true)]
    [InlineData("https://localhost:8443", true)]
    [InlineData("https://[::1]:8443", true)]
    [InlineData("http://127.0.0.1:8443", false)]
    [InlineData("https://management.azure.com:8443", false)]
    [InlineData("https://evilmanagement.azure.com", false)]
    [InlineData("https://management.azure.com.evil.example", false)]
    [InlineData("https://management.usgovcloudapi.net", false)]
    public void Tokens_go_to_the_clouds_own_hosts_and_to_this_machine(string address, bool trusted) =>
        Assert.Equal(trusted, CloudEndpoints.Of(LoadTestCloud.AzureCloud).Trusts(new Uri(address)));

    [Theory]
    [InlineData("https://a.blob.core.windows.net/c", LoadTestCloud.AzureCloud)]
    [InlineData("https://a.blob.core.usgovcloudapi.net/c", LoadTestCloud.AzureUSGovernment)]
    [InlineData("https://a.BLOB.core.chinacloudapi.cn/c", LoadTestCloud.AzureChinaCloud)]
    [InlineData("https://results.example.com/c", LoadTestCloud.AzureCloud)]
    [InlineData("https://127.0.0.1:10000/a/c", LoadTestCloud.AzureCloud)]
    [InlineData("not an address", LoadTestCloud.AzureCloud)]
    public void The_cloud_of_a_store_is_told_by_its_host(string location, LoadTestCloud cloud) =>
        Assert.Equal(cloud, CloudEndpoints.OfStorage(location).Cloud);
}
