using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Pacing;

/// <summary>
/// The paces of one subscription; everything in this process that asks Azure shares them. What others ask for at the same
/// time shows by 429, which slows the pace as well.
/// </summary>
/// <seealso href="https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling"/>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits"/>
internal sealed class ArmPaces(TimeProvider clock)
{
    /// <summary>Reads.</summary>
    public Pace Reads { get; } = new("reading from Azure Resource Manager", clock, new TokenBucket(250, 25));

    /// <summary>Creations of container groups.</summary>
    public Pace Creates { get; } = Groups("creating container groups", clock);

    /// <summary>Deletions of container groups.</summary>
    public Pace Deletes { get; } = Groups("deleting container groups", clock);

    private static Pace Groups(string what, TimeProvider clock) => new(
        what,
        clock,
        new TokenBucket(200, 10),
        new SlidingWindow(AciLimits.PerShortWindow, AciLimits.ShortWindow),
        new SlidingWindow(AciLimits.PerLongWindow, AciLimits.LongWindow));
}
