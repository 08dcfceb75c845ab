using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs;

public class WorkerTroublesTests
{
    [Fact]
    public void A_run_without_troubles_has_nothing_to_tell() =>
        Assert.Empty(WorkerTroubles.Of(Run(Worker(0, WorkerState.Completed, WorkerCause.None, null), Worker(1, WorkerState.Stopped, WorkerCause.Stopped, "Asked to."))));

    [Fact]
    public void One_worker_speaks_for_itself() => Assert.Equal(
        ["Worker 1 (10 VUs) Lost, LostContact: No sign of life."],
        WorkerTroubles.Of(Run(Worker(0, WorkerState.Completed, WorkerCause.None, null), Worker(1, WorkerState.Lost, WorkerCause.LostContact, "No sign of life."))));

    [Fact]
    public void A_thousand_with_the_same_cause_are_one_line_that_says_who_they_are_and_where_the_rest_stands()
    {
        var line = Assert.Single(WorkerTroubles.Of(Run([.. Enumerable.Range(0, 1000).Select(i => Worker(i, WorkerState.Failed, WorkerCause.ScriptError, "The script failed."))])));

        Assert.Equal(
            "1000 of 1000 workers (10000 VUs) Failed, ScriptError: The script failed. These are workers 0, 1, 2, 3, 4 and 995 more; each one's Detail stands in the run's Workers, and its logs (worker_<i>.log) in 'store' under 'lt-1'.",
            line);
    }

    [Fact]
    public void Different_causes_and_reasons_have_lines_of_their_own_and_a_thousand_reasons_share_the_last()
    {
        var lines = WorkerTroubles.Of(Run(
        [
            Worker(0, WorkerState.Lost, WorkerCause.LostContact, "Gone."),
            .. Enumerable.Range(1, 6).Select(i => Worker(i, WorkerState.Failed, WorkerCause.EngineError, "Disk full.")),
            .. Enumerable.Range(7, 2).Select(i => Worker(i, WorkerState.Failed, WorkerCause.EngineError, "No k6.")),
            .. Enumerable.Range(9, 1000).Select(i => Worker(i, WorkerState.Failed, WorkerCause.EngineError, $"Port {i} taken.")),
        ]));

        Assert.Equal(5, lines.Count);
        Assert.Equal("Worker 0 (10 VUs) Lost, LostContact: Gone.", lines[0]);
        Assert.StartsWith("6 of 1009 workers (60 VUs) Failed, EngineError: Disk full. These are workers 1, 2, 3, 4, 5 and 1 more;", lines[1], StringComparison.Ordinal);
        Assert.StartsWith("2 of 1009 workers (20 VUs) Failed, EngineError: No k6. These are workers 7, 8;", lines[2], StringComparison.Ordinal);
        Assert.Equal("Worker 9 (10 VUs) Failed, EngineError: Port 9 taken.", lines[3]);
        Assert.StartsWith("999 of 1009 workers (9990 VUs) Failed, EngineError for 999 more reasons, such as: Port 10 taken. These are workers 10, 11, 12, 13, 14 and 994 more;", lines[4], StringComparison.Ordinal);
    }

    private static LoadTestRun Run(params LoadTestWorker[] workers) => new()
    {
        RunId = "lt-1", Name = "test", State = RunState.Degraded, Workers = workers, Coverage = LoadTestCoverage.Of(workers, stopped: false), Location = "store", CreatedAt = default, Duration = default,
    };

    private static LoadTestWorker Worker(int index, WorkerState state, WorkerCause cause, string? detail) => new()
    {
        RunId = "lt-1", Index = index, Name = $"w{index}", TestType = TestType.Protocol, Vus = 10, State = state, Cause = cause, Detail = detail, Location = "store",
    };
}
