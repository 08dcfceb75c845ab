namespace LoadTestAz.Plans;

/// <summary>The plan's <c>azure</c> section. All of it is needed for <c>compute: aci</c> only.</summary>
public sealed record LoadTestAzureSettings
{
    /// <summary>Subscription id (a GUID).</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Resource group in which the container groups are made.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>Azure region, such as <c>eastus</c>.</summary>
    public string? Location { get; init; }

    /// <summary>Storage account that holds the results.</summary>
    public string? StorageAccount { get; init; }

    /// <summary>Blob container that holds the results.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Login server of the registry with the worker images.</summary>
    public string? ContainerRegistry { get; init; }
}
