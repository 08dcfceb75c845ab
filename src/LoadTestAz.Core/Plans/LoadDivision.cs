namespace LoadTestAz.Plans;

/// <summary>How k6's load is divided among the workers.</summary>
public enum LoadDivision
{
    /// <summary>Each worker makes its own VUs for the plan's duration: for scripts that say nothing of load themselves.</summary>
    Vus,

    /// <summary>
    /// Each worker runs its execution segment of the load that the script describes. k6 then divides VUs, iterations and
    /// arrival rates of every scenario so that they add up exactly.
    /// </summary>
    Segments,
}
