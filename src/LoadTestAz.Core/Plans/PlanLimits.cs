namespace LoadTestAz.Plans;

/// <summary>What a plan may ask for at most. Beyond it a mistake is likelier than a wish.</summary>
public static class PlanLimits
{
    /// <summary>Virtual users over all workers.</summary>
    public const int MaxTotalVus = 1_000_000;

    /// <summary>Workers of one plan. Azure creates 300 container groups an hour at most.</summary>
    public const int MaxWorkers = 1000;

    /// <summary>From here on Azure needs more than one burst of creations, and a larger quota than the usual one.</summary>
    public const int AciWorkersInOneBurst = 100;

    /// <summary>A worker's smallest share of CPU, in vCPUs.</summary>
    public const double MinCpu = 0.1;

    /// <summary>A worker's largest share of CPU, in vCPUs.</summary>
    public const double MaxCpu = 1024;

    /// <summary>A worker's smallest memory, in GB.</summary>
    public const double MinMemoryGB = 0.1;

    /// <summary>A worker's largest memory, in GB.</summary>
    public const double MaxMemoryGB = 16_384;

    /// <summary>A container group's smallest share of CPU, in vCPUs.</summary>
    public const double AciMinCpu = 1;

    /// <summary>A container group's largest share of CPU, in vCPUs.</summary>
    public const double AciMaxCpu = 31;

    /// <summary>A container group's smallest memory, in GB.</summary>
    public const double AciMinMemoryGB = 1;

    /// <summary>A container group's largest memory, in GB.</summary>
    public const double AciMaxMemoryGB = 240;

    /// <summary>Above this many vCPUs a region offers container groups only where it has room.</summary>
    public const double AciUsualCpu = 4;

    /// <summary>Above this memory (GB) a region offers container groups only where it has room.</summary>
    public const double AciUsualMemoryGB = 16;

    /// <summary>Each browser is a process of its own; above this many on one worker a plan gets a warning.</summary>
    public const int UsualBrowserVusPerContainer = 100;

    /// <summary>Rules of one plan that may end a run; each keeps the figures of its window.</summary>
    public const int MaxStopRules = 20;

    /// <summary>Characters of a run id: the name of a container group (63 at most) begins with it.</summary>
    public const int MaxRunIdLength = 40;

    /// <summary>Characters of a plan's name.</summary>
    public const int MaxNameLength = 100;

    /// <summary>The longest load.</summary>
    public static readonly TimeSpan MaxDuration = TimeSpan.FromDays(7);

    /// <summary>The longest think time and start timeout.</summary>
    public static readonly TimeSpan MaxWait = TimeSpan.FromDays(1);
}
