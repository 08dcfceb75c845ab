namespace LoadTestAz.AciStandIn;

/// <summary>The quotas of a region that matter here, as ARM calls them.</summary>
public static class QuotaNames
{
    /// <summary>Groups of regular priority and of Spot alike.</summary>
    public const string ContainerGroups = "ContainerGroups";

    /// <summary>vCPU of regular groups.</summary>
    public const string StandardCores = "StandardCores";

    /// <summary>vCPU of Spot groups.</summary>
    public const string StandardSpotCores = "StandardSpotCores";
}
