using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>What came of a run, in the words of docs/reliability.md.</summary>
/// <param name="Run">The run's state.</param>
/// <param name="Worker">The victim's state and cause; of all workers where they share it.</param>
/// <param name="Coverage">Workers that went on to the end, of all.</param>
/// <param name="Kept">How much of the victim's measurements is in the result.</param>
/// <param name="Left">Workers that are still there and may cost money.</param>
internal sealed record FaultOutcome(string Run, string Worker, string Coverage, string Kept, string Left)
{
    public static FaultOutcome Of(LoadTestPlan plan, LoadTestRun run, LoadTestResult? result, int left)
    {
        var victim = run.Workers[FaultRun.Victim];
        var shared = run.Workers.All(w => (w.State, w.Cause) == (victim.State, victim.Cause));
        return new FaultOutcome(
            run.State.ToString(),
            $"{(shared && victim.Cause is not WorkerCause.None ? "all: " : "")}{victim.State}{(victim.Cause is WorkerCause.None ? "" : $", {victim.Cause}")}",
            $"{run.Coverage.FinishedWorkers} of {run.Coverage.PlannedWorkers}",
            KeptOf(plan, run, result),
            left == 0 ? "none" : $"{left}");
    }

    public override string ToString() => $"{Run} | {Worker} | {Coverage} | {Kept} | {Left}";

    // By the requests that are missing: each VU makes one a second, in all workers alike.
    private static string KeptOf(LoadTestPlan plan, LoadTestRun run, LoadTestResult? result)
    {
        var planned = plan.TotalVus * plan.Duration.TotalSeconds;
        var requests = result?.Metrics["http_reqs"]?.Count ?? 0;
        var others = run.Workers.Where(w => w.Index != FaultRun.Victim && w.State is WorkerState.Completed).Sum(w => w.Vus) * plan.Duration.TotalSeconds;
        return requests - others == run.Workers[FaultRun.Victim].Vus * plan.Duration.TotalSeconds ? "all"
            : requests == 0 ? "nothing was measured"
            : requests > planned ? "TWICE"
            : requests < others ? "LESS THAN THE OTHERS MADE"
            : requests == others ? "nothing of it"
            : "until its last sign";
    }
}
