using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>Where container groups are made.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="ResourceGroup">The resource group in it.</param>
internal sealed record ArmTarget(string SubscriptionId, string ResourceGroup)
{
    /// <summary>The path of the subscription.</summary>
    public string Subscription => $"/subscriptions/{Uri.EscapeDataString(SubscriptionId)}";

    /// <summary>The path of the resource group.</summary>
    public string Group => $"{Subscription}/resourceGroups/{Uri.EscapeDataString(ResourceGroup)}";

    /// <summary>The path of the container groups in the resource group.</summary>
    public string ContainerGroups => $"{Group}/providers/Microsoft.ContainerInstance/containerGroups";

    /// <summary>That of a plan for Azure.</summary>
    public static ArmTarget Of(LoadTestAzureSettings settings) => new(settings.SubscriptionId!, settings.ResourceGroup!);

    /// <summary>The path of what belongs to a region.</summary>
    public string InRegion(string location, string what) =>
        $"{Subscription}/providers/Microsoft.ContainerInstance/locations/{Uri.EscapeDataString(location)}/{what}";

    /// <summary>The path of a container group.</summary>
    public string ContainerGroup(string name) => $"{ContainerGroups}/{Uri.EscapeDataString(name)}";

    /// <inheritdoc/>
    public override string ToString() => $"resource group '{ResourceGroup}' of subscription {SubscriptionId}";
}
