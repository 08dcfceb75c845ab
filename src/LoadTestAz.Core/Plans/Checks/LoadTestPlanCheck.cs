namespace LoadTestAz.Plans;

/// <summary>One thing that was looked at before a run costs anything.</summary>
/// <param name="Name">What was looked at.</param>
/// <param name="Status">What came of it.</param>
/// <param name="Detail">What was found, and why it matters.</param>
/// <param name="Remedy">What to do about it; null when there is nothing to do.</param>
public sealed record LoadTestPlanCheck(string Name, PlanCheckStatus Status, string Detail, string? Remedy = null)
{
    /// <summary>The run that the plan is for.</summary>
    public string? RunId { get; init; }

    /// <summary>Nothing stands in the way.</summary>
    public static LoadTestPlanCheck Pass(string name, string detail) => new(name, PlanCheckStatus.Passed, detail);

    /// <summary>It may go well, and may not.</summary>
    public static LoadTestPlanCheck Warn(string name, string detail, string remedy) => new(name, PlanCheckStatus.Warning, detail, remedy);

    /// <summary>The run would fail.</summary>
    public static LoadTestPlanCheck Fail(string name, string detail, string remedy) => new(name, PlanCheckStatus.Failed, detail, remedy);

    /// <summary>It could not be found out.</summary>
    public static LoadTestPlanCheck Skip(string name, string detail, string? remedy = null) => new(name, PlanCheckStatus.Skipped, detail, remedy);
}
