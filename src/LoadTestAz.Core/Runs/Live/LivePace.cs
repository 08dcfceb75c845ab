using LoadTestAz.Plans;

namespace LoadTestAz.Runs.Live;

/// <summary>
/// How often who follows a run reads its snapshots. A snapshot costs some 0.3 ms to read, and 300 workers write 216,000 of
/// them in an hour: read at this pace they take about a hundredth of a core.
/// </summary>
internal static class LivePace
{
    /// <summary>Nobody's figures are older, but for the 5 s from one snapshot to the next.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>The same where figures can stop the run: load that is to end does harm for as long as nobody sees that. Shorter still, 300 workers take more than a hundredth of a core.</summary>
    public static readonly TimeSpan LongestToStop = TimeSpan.FromSeconds(15);

    // Up to 50 workers the pace is the one at which they write.
    private const double WorkersPerSecond = 10;

    /// <summary>From one reading of all to the next; zero for at every look.</summary>
    public static TimeSpan Of(LoadTestPlan plan, RunObserver observer, DateTimeOffset now)
    {
        // How workers end is watched closely, and so are their last figures.
        if (observer.Stop is not null || !(now < SetupPhase.LoadStart(plan, observer) + plan.Duration))
            return TimeSpan.Zero;
        var pace = TimeSpan.FromSeconds(plan.Workers.Count / WorkersPerSecond);
        var longest = CanStop(plan) ? LongestToStop : Longest;
        return pace < longest ? pace : longest;
    }

    private static bool CanStop(LoadTestPlan plan) => plan.StopWhen.Count > 0 || plan.Thresholds.Any(threshold => threshold.AbortOnFail);
}
