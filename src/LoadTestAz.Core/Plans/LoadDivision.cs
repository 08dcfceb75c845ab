namespace LoadTestAz.Plans;

/// <summary>How a plan's load is divided among its workers.</summary>
public enum LoadDivision
{
    /// <summary>Each worker has so many virtual users for the plan's duration; right for a script without scenarios of its own.</summary>
    Vus,

    /// <summary>
    /// Each worker runs its execution segment of the script's own scenarios, stages or arrival rates: virtual users,
    /// iterations and rates add up to what one k6 would have made.
    /// </summary>
    Segments,
}
