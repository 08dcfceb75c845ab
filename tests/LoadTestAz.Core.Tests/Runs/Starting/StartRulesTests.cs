using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs.Starting;

/// <summary>When a run begins, and with whom.</summary>
public sealed class StartRulesTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1, 3, 3)]
    [InlineData(0.95, 300, 285)]
    [InlineData(0.5, 3, 2)]
    [InlineData(0.01, 3, 1)]
    [InlineData(0, 3, 1)]
    [InlineData(1d / 3, 3, 1)]
    public void A_quorum_is_rounded_up(double quorum, int workers, int needed) => Assert.Equal(needed, StartRules.Needed(quorum, workers));

    [Theory]
    [InlineData("RRR", 1, 1, "start 0 1 2")]       // All are ready: at once, whatever the policy.
    [InlineData("RRC", 1, 59, null)]
    [InlineData("RRC", 1, 60, "start 0 1")]        // Too few, and by default it goes on with them.
    [InlineData("RRF", 1, 1, "start 0 1")]         // Nobody is to come any more.
    [InlineData("RCC", 0.6, 59, null)]
    [InlineData("RRC", 0.6, 39, null)]             // Enough, and the last one became ready 29 s ago.
    [InlineData("RRC", 0.6, 40, "start 0 1")]
    [InlineData("CCC", 1, 59, null)]
    [InlineData("CCC", 1, 60, "No worker was ready within the start timeout of 1m.")]
    [InlineData("FFF", 1, 1, "Every worker ended before the start.")]
    public void Going_on(string states, double quorum, int seconds, string? expected) =>
        Assert.Equal(expected, Decide(states, quorum, MissingWorkersPolicy.Continue, seconds));

    [Theory]
    [InlineData("RRC", 1, 59, null)]
    [InlineData("RRC", 1, 60, "2 of 3 workers were ready within the start timeout of 1m; missing: 2. The plan asks for 3 (execution.start_quorum) and calls the run off otherwise (execution.on_missing_workers: fail).")]
    [InlineData("RFR", 1, 1, "2 of 3 workers were ready and the others have ended before the start; missing: 1 (ScriptError). The plan asks for 3 (execution.start_quorum) and calls the run off otherwise (execution.on_missing_workers: fail).")]
    [InlineData("RFR", 0.6, 1, "start 0 2")]
    [InlineData("RRR", 1, 1, "start 0 1 2")]
    public void Failing(string states, double quorum, int seconds, string? expected) =>
        Assert.Equal(expected, Decide(states, quorum, MissingWorkersPolicy.Fail, seconds));

    [Theory]
    [InlineData("RRC", 1, 59, null)]
    [InlineData("RRC", 1, 60, "shares 0:15 1:15 given 2")]
    [InlineData("RFR", 1, 1, "shares 0:15 2:15 given 1")]
    [InlineData("RFR", 0.6, 1, "shares 0:10 2:10 given ")]   // The quorum is there: what is missing is missing.
    [InlineData("RRR", 1, 1, "shares 0:10 1:10 2:10 given ")]
    [InlineData("CFC", 1, 60, "No worker was ready within the start timeout of 1m.")]
    public void Redistributing(string states, double quorum, int seconds, string? expected) =>
        Assert.Equal(expected, Decide(states, quorum, MissingWorkersPolicy.Redistribute, seconds));

    [Theory]
    [InlineData("RRC", 70, "start 0 1")]    // Worker 2 takes no part any more.
    [InlineData("RCC", 70, null)]
    [InlineData("RCR", 70, null)]
    [InlineData("RFC", 70, "start 0")]
    [InlineData("RCC", 119, null)]
    [InlineData("RCC", 120, "start 0")]     // The rest is not waited for any longer, and nothing is given away once more.
    [InlineData("FFC", 70, "The missing workers' load was given to the others, and none of them was ready for it.")]
    [InlineData("CCR", 120, "The missing workers' load was given to the others, and none of them was ready for it.")]
    public void Once_the_shares_are_settled(string states, int seconds, string? expected)
    {
        var shares = new SharesDocument(Created.AddSeconds(60), Created.AddSeconds(120), [new(0, 15, "0:1/2"), new(1, 15, "1/2:1")], [2]);
        Assert.Equal(expected, Decide(states, 1, MissingWorkersPolicy.Redistribute, seconds, shares));
    }

    // R is ready, C comes about, F has failed; the last that is ready became so after 10 s.
    private static string? Decide(string states, double quorum, MissingWorkersPolicy policy, int seconds, SharesDocument? shares = null)
    {
        var segments = ExecutionSegments.Of([10, 10, 10]);
        var plan = new LoadTestPlan
        {
            Name = "p", RunId = "r", TestType = TestType.Protocol, TotalVus = 30, Duration = TimeSpan.FromMinutes(1),
            Workers = [.. Enumerable.Range(0, 3).Select(i => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = 10, ExecutionSegment = segments[i], Cpu = 1, MemoryGB = 1 })],
            Execution = new() { StartTimeout = TimeSpan.FromMinutes(1), StartQuorum = quorum, OnMissingWorkers = policy },
        };
        var workers = states.Select((state, i) => new LoadTestWorker
        {
            RunId = "r", Index = i, Name = "w", TestType = TestType.Protocol, Vus = 10, Location = "here",
            State = state switch { 'R' => WorkerState.Ready, 'C' => WorkerState.Creating, _ => WorkerState.Failed },
            Cause = state == 'F' ? WorkerCause.ScriptError : WorkerCause.None,
        }).ToList();
        var ready = workers.Where(w => w.State is WorkerState.Ready).Select(w => w.Index).ToList();
        var decision = StartRules.Decide(plan, new RunDocument("r", Created, Created.AddHours(1), "here"), shares, workers, ready, Created.AddSeconds(10), Created.AddSeconds(seconds));
        return decision switch
        {
            null => null,
            { Start: { } start } => $"start {string.Join(' ', start)}",
            { Shares: { } settled } => $"shares {string.Join(' ', settled.Workers.Select(w => $"{w.Worker}:{w.Vus}"))} given {string.Join(' ', settled.Given)}",
            _ => decision.CallOff,
        };
    }
}
