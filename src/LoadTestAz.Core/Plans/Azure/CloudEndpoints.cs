namespace LoadTestAz.Plans;

/// <summary>
/// Where a cloud is reached. Nothing but these hosts, this machine, and what the user names as a store gets a token.
/// </summary>
/// <seealso href="https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure"/>
/// <seealso href="https://learn.microsoft.com/azure/china/resources-developer-guide"/>
public sealed class CloudEndpoints
{
    private static readonly CloudEndpoints[] All =
    [
        new(LoadTestCloud.AzureCloud, "management.azure.com", "blob.core.windows.net", "login.microsoftonline.com", "azurecr.io"),
        new(LoadTestCloud.AzureUSGovernment, "management.usgovcloudapi.net", "blob.core.usgovcloudapi.net", "login.microsoftonline.us", "azurecr.us"),
        new(LoadTestCloud.AzureChinaCloud, "management.chinacloudapi.cn", "blob.core.chinacloudapi.cn", "login.chinacloudapi.cn", "azurecr.cn"),
    ];

    private readonly string _managementHost;

    private CloudEndpoints(LoadTestCloud cloud, string managementHost, string blobSuffix, string authorityHost, string registrySuffix)
    {
        (Cloud, _managementHost, BlobSuffix, RegistrySuffix) = (cloud, managementHost, blobSuffix, registrySuffix);
        ResourceManager = new Uri($"https://{managementHost}");
        Authority = new Uri($"https://{authorityHost}/");
    }

    /// <summary>Which cloud it is.</summary>
    public LoadTestCloud Cloud { get; }

    /// <summary>Azure Resource Manager; its tokens are meant for this address too.</summary>
    public Uri ResourceManager { get; }

    /// <summary>What follows the account's name in the host of its blobs.</summary>
    public string BlobSuffix { get; }

    /// <summary>What follows a container registry's name in its address.</summary>
    public string RegistrySuffix { get; }

    /// <summary>Who signs in.</summary>
    public Uri Authority { get; }

    /// <summary>A cloud's endpoints.</summary>
    public static CloudEndpoints Of(LoadTestCloud cloud) => All.First(e => e.Cloud == cloud);

    /// <summary>The cloud that a blob host belongs to; the public one when it is none of theirs, such as a private name.</summary>
    public static CloudEndpoints OfStorage(string location) =>
        Uri.TryCreate(location, UriKind.Absolute, out var uri)
            ? All.FirstOrDefault(e => uri.Host.EndsWith("." + e.BlobSuffix, StringComparison.OrdinalIgnoreCase)) ?? All[0]
            : All[0];

    /// <summary>
    /// Whether Azure Resource Manager may be asked there: at the cloud's own address, at a region's, or on this machine,
    /// where stand-ins are. A plan may come out of a store that others write to; it must not send tokens elsewhere.
    /// </summary>
    public bool Trusts(Uri resourceManager) =>
        resourceManager.Scheme == Uri.UriSchemeHttps
        && (resourceManager.IsLoopback
            || (resourceManager.IsDefaultPort
                && (resourceManager.Host.Equals(_managementHost, StringComparison.OrdinalIgnoreCase)
                    || resourceManager.Host.EndsWith("." + _managementHost, StringComparison.OrdinalIgnoreCase))));
}
