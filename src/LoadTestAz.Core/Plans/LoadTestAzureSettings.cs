using System.Text.Json.Serialization;

namespace LoadTestAz.Plans;

/// <summary>The plan's <c>azure</c> section; it counts for <c>compute: aci</c> only.</summary>
public sealed record LoadTestAzureSettings
{
    /// <summary>Subscription id (a GUID).</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Resource group in which the container groups are made.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>Azure region, such as <c>eastus</c>; the first one where there are several.</summary>
    public string? Location { get; init; }

    /// <summary>All regions, in the order in which they are tried.</summary>
    public IReadOnlyList<string> Locations { get; init; } = [];

    /// <summary>Whether the workers are spread over the regions, rather than all put into the first that has room.</summary>
    public bool Spread { get; init; }

    /// <summary>Storage account that holds the results.</summary>
    public string? StorageAccount { get; init; }

    /// <summary>Blob container that holds the results.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Login server of the registry with the worker images.</summary>
    public string? ContainerRegistry { get; init; }

    /// <summary>Resource id of the user-assigned managed identity by which workers reach the store and pull their image.</summary>
    public string? Identity { get; init; }

    /// <summary>That identity's client id (a GUID); needed only where a container would have several identities.</summary>
    public string? IdentityClientId { get; init; }

    /// <summary>The images that the workers run; null while no plan for Azure has settled them.</summary>
    public LoadTestImages? Images { get; init; }

    /// <summary>Resource id of the subnet that the workers are put into; null for none.</summary>
    public string? SubnetId { get; init; }

    /// <summary>Availability zones, taken in turn by the workers.</summary>
    public IReadOnlyList<string> Zones { get; init; } = [];

    /// <summary>How Azure treats the container groups.</summary>
    public LoadTestPriority Priority { get; init; }

    /// <summary>Where Azure sends what the containers print; null for nowhere.</summary>
    public LoadTestLogAnalytics? LogAnalytics { get; init; }

    /// <summary>The user's own tags on each container group.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Which cloud it is.</summary>
    public LoadTestCloud Cloud { get; init; }

    /// <summary>Azure Resource Manager, where it is not the cloud's own: a region's, or a stand-in on this machine.</summary>
    public Uri? ArmEndpoint { get; init; }

    /// <summary>The storage account's blobs, where they are not at the cloud's own address: behind a private name, or a stand-in.</summary>
    public Uri? BlobEndpoint { get; init; }

    /// <summary>Prices in place of the built-in ones.</summary>
    public LoadTestPrices? Prices { get; init; }

    /// <summary>The endpoints of <see cref="Cloud"/>.</summary>
    [JsonIgnore]
    public CloudEndpoints Endpoints => CloudEndpoints.Of(Cloud);

    /// <summary>Where Azure Resource Manager is asked.</summary>
    [JsonIgnore]
    public Uri ResourceManager => ArmEndpoint ?? Endpoints.ResourceManager;

    /// <summary>The address of the storage account's blobs, without a slash at its end.</summary>
    [JsonIgnore]
    public string BlobService => BlobEndpoint?.AbsoluteUri.TrimEnd('/') ?? $"https://{StorageAccount}.{Endpoints.BlobSuffix}";

    /// <summary>The address of the blob container, where everything of the run is kept.</summary>
    [JsonIgnore]
    public string StoreLocation => $"{BlobService}/{ContainerName}";
}
