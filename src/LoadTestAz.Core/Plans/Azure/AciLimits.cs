namespace LoadTestAz.Plans;

/// <summary>What Azure Container Instances allows, as far as it is the same everywhere.</summary>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-instances-resource-and-quota-limits"/>
public static class AciLimits
{
    /// <summary>Container groups that a subscription may create (or delete) in <see cref="ShortWindow"/>.</summary>
    public const int PerShortWindow = 100;

    /// <summary>Container groups that a subscription may create (or delete) in <see cref="LongWindow"/>.</summary>
    public const int PerLongWindow = 300;

    /// <summary>Characters of a container group's name.</summary>
    public const int MaxNameLength = 63;

    /// <summary>vCPUs of a Spot container group, at most.</summary>
    public const double SpotMaxCpu = 4;

    /// <summary>Memory of a Spot container group, at most, in GB.</summary>
    public const double SpotMaxMemoryGB = 16;

    /// <summary>Tags of a resource.</summary>
    public const int MaxTags = 50;

    /// <summary>The window of <see cref="PerShortWindow"/>.</summary>
    public static readonly TimeSpan ShortWindow = TimeSpan.FromMinutes(5);

    /// <summary>The window of <see cref="PerLongWindow"/>.</summary>
    public static readonly TimeSpan LongWindow = TimeSpan.FromHours(1);

    /// <summary>When each of so many groups can be created at the earliest, if nothing was created before: its wait, by its place in the queue.</summary>
    public static TimeSpan[] EarliestCreation(int count)
    {
        var waits = new TimeSpan[count];
        for (var i = 0; i < count; i++)
        {
            if (i >= PerShortWindow)
                waits[i] = waits[i - PerShortWindow] + ShortWindow;
            if (i >= PerLongWindow && waits[i - PerLongWindow] + LongWindow is var later && later > waits[i])
                waits[i] = later;
        }

        return waits;
    }
}
