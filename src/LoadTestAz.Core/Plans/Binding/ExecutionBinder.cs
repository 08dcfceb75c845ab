namespace LoadTestAz.Plans.Binding;

/// <summary>Binds the section <c>execution</c>.</summary>
internal static class ExecutionBinder
{
    /// <summary>Where the workers run; the value too, to point at.</summary>
    public static (LoadTestCompute Compute, PlanValue? Value) BindCompute(PlanSection section)
    {
        var value = section.Value("compute");
        return (value?.Choice(LoadTestCompute.Local, LoadTestCompute.Aci) ?? LoadTestCompute.Local, value);
    }

    /// <summary>Bounds and policies for a load of that duration.</summary>
    public static LoadTestExecution Bind(PlanSection section, TimeSpan duration)
    {
        var maxDuration = section.Value("max_duration");
        var execution = new LoadTestExecution
        {
            StartTimeout = section.Value("start_timeout")?.Duration(TimeSpan.FromSeconds(1), PlanLimits.MaxWait) ?? LoadTestExecution.DefaultStartTimeout,
            StartQuorum = section.Value("start_quorum")?.Share() ?? LoadTestExecution.DefaultStartQuorum,
            OnMissingWorkers = section.Value("on_missing_workers")?.Choice(MissingWorkersPolicy.Continue, MissingWorkersPolicy.Fail, MissingWorkersPolicy.Redistribute) ?? LoadTestExecution.DefaultOnMissingWorkers,
            MaxDuration = maxDuration?.Duration(TimeSpan.FromTicks(1), PlanLimits.MaxDuration + PlanLimits.MaxWait),
            MinCoverage = section.Value("min_coverage")?.Share() ?? LoadTestExecution.DefaultMinCoverage,
            Cleanup = section.Value("cleanup")?.Choice(CleanupPolicy.Always, CleanupPolicy.OnSuccess, CleanupPolicy.Never) ?? LoadTestExecution.DefaultCleanup,
        };

        if (execution.MaxDuration <= duration)
            maxDuration?.Mistake($"{maxDuration.Value.Shown} ends the run before the load of {K6Duration.Format(duration)} is over; allowed is more than the duration");
        else if (execution.MaxDuration < execution.StartTimeout + duration)
            maxDuration?.Warn($"{maxDuration.Value.Shown} is less than start_timeout and duration together ({K6Duration.Format(execution.StartTimeout + duration)}): a late start cuts the load short");
        return execution;
    }
}
