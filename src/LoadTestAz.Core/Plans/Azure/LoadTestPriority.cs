namespace LoadTestAz.Plans;

/// <summary>How Azure treats a plan's container groups.</summary>
public enum LoadTestPriority
{
    /// <summary>They stay until they are deleted.</summary>
    Regular,

    /// <summary>Cheaper, and Azure may end them at any moment.</summary>
    Spot,
}
