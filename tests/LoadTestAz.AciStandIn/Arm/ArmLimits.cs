namespace LoadTestAz.AciStandIn.Arm;

/// <summary>How many requests pass.</summary>
/// <seealso href="https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling"/>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits"/>
public sealed record ArmLimits
{
    /// <summary>ARM's bucket for reads: its size, and tokens a second.</summary>
    public (int Size, double Refill) Reads { get; init; } = (250, 25);

    /// <summary>ARM's bucket for writes.</summary>
    public (int Size, double Refill) Writes { get; init; } = (200, 10);

    /// <summary>ARM's bucket for deletes.</summary>
    public (int Size, double Refill) Deletes { get; init; } = (200, 10);

    /// <summary>The provider's own limit: creates, and as many deletes, in five minutes.</summary>
    public int PerFiveMinutes { get; init; } = 100;

    /// <summary>The provider's own limit: creates, and as many deletes, in an hour.</summary>
    public int PerHour { get; init; } = 300;
}
