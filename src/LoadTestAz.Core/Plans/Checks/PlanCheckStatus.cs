namespace LoadTestAz.Plans;

/// <summary>What came of a check.</summary>
public enum PlanCheckStatus
{
    /// <summary>Nothing stands in the way.</summary>
    Passed,

    /// <summary>It may go well, and may not.</summary>
    Warning,

    /// <summary>The run would fail.</summary>
    Failed,

    /// <summary>It could not be found out.</summary>
    Skipped,
}
