namespace LoadTestAz.Plans;

/// <summary>
/// What holds where a plan says nothing. These are API: documented, and held by a test.
/// Those of the execution stand in <see cref="LoadTestExecution"/>.
/// </summary>
public static class PlanDefaults
{
    /// <summary>Virtual users over all workers.</summary>
    public const int TotalVus = 10;

    /// <summary>Virtual users on one protocol worker.</summary>
    public const int ProtocolVusPerContainer = 10;

    /// <summary>Virtual users on one browser worker.</summary>
    public const int BrowserVusPerContainer = 10;

    /// <summary>vCPUs of a protocol worker.</summary>
    public const double ProtocolCpu = 1;

    /// <summary>Memory of a protocol worker, in GB.</summary>
    public const double ProtocolMemoryGB = 2;

    /// <summary>vCPUs of a browser worker.</summary>
    public const double BrowserCpu = 2;

    /// <summary>Memory of a browser worker, in GB.</summary>
    public const double BrowserMemoryGB = 4;

    /// <summary>How long the load lasts.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);
}
