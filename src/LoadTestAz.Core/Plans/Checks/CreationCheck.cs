namespace LoadTestAz.Plans;

/// <summary>Whether Azure creates the container groups fast enough for the start.</summary>
public static class CreationCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "Creation";

    /// <summary>From a group's creation until its worker is ready: the pull of the image most of all.</summary>
    public static readonly TimeSpan ReadyAllowance = TimeSpan.FromMinutes(3);

    /// <summary>Looks at the plan's workers and its start timeout.</summary>
    public static LoadTestPlanCheck Check(LoadTestPlan plan)
    {
        var last = AciLimits.EarliestCreation(plan.Workers.Count)[^1];
        var ready = last + ReadyAllowance;
        var detail = $"Azure creates {AciLimits.PerShortWindow} container groups in {K6Duration.Format(AciLimits.ShortWindow)} and {AciLimits.PerLongWindow} in {K6Duration.Format(AciLimits.LongWindow)}, so the last of {plan.Workers.Count} {(last == TimeSpan.Zero ? "is created at once" : $"is created {K6Duration.Format(last)} after the first")}; the load begins about {K6Duration.Format(ready)} after the start at the earliest. The plan's start timeout is {K6Duration.Format(plan.Execution.StartTimeout)}.";
        var remedy = $"Set execution.start_timeout to {K6Duration.Format(ready + ReadyAllowance)} or more, or put more VUs on each worker.";
        if (last >= plan.Execution.StartTimeout)
            return LoadTestPlanCheck.Fail(Name, $"{detail} Those that come later are left behind.", remedy);
        return ready > plan.Execution.StartTimeout
            ? LoadTestPlanCheck.Warn(Name, $"{detail} The last ones may come too late.", remedy)
            : LoadTestPlanCheck.Pass(Name, $"{detail} What else is created in the subscription meanwhile takes from the same budget.");
    }
}
