namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>
/// Whatever goes wrong, a run ends within its bounds, says what happened, and keeps what was measured; on both backends. What
/// is to come of each fault stands in docs/reliability.md, for users and for these tests.
/// </summary>
public abstract class FaultMatrix
{
    public static TheoryData<string> Faults => [.. FaultTable.All.Keys];

    private protected static async Task CheckAsync(string backend, string fault, FaultRun run)
    {
        FaultTable.All[fault](run);
        var began = run.Clock.GetUtcNow();

        var outcome = await run.RunAsync();

        // The hard end, what a worker may take to save then, and what its deletion takes.
        Assert.InRange(run.Clock.GetUtcNow() - began, TimeSpan.Zero, run.Plan.Execution.MaxDurationFor(run.Plan.Duration) + TimeSpan.FromMinutes(4));
        ReliabilityTable.Check(backend, fault, outcome);
    }
}
