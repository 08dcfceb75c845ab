using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs;

/// <summary>What a run's workers add up to.</summary>
public sealed class RunStateTests
{
    private static readonly StopDocument Stop = new(default, "enough");

    [Theory]
    [InlineData(RunState.Running, false, WorkerState.Completed, WorkerState.Running)]
    [InlineData(RunState.Running, true, WorkerState.Stopped, WorkerState.Running)]
    [InlineData(RunState.Completed, false, WorkerState.Completed, WorkerState.Completed)]
    [InlineData(RunState.Completed, true, WorkerState.Completed, WorkerState.Completed)]
    [InlineData(RunState.Degraded, false, WorkerState.Completed, WorkerState.Lost)]
    [InlineData(RunState.Degraded, false, WorkerState.Completed, WorkerState.Stopped)]
    [InlineData(RunState.Failed, false, WorkerState.Failed, WorkerState.Lost)]
    [InlineData(RunState.Failed, true, WorkerState.Failed, WorkerState.Lost)]
    [InlineData(RunState.Stopped, true, WorkerState.Stopped, WorkerState.Stopped)]
    [InlineData(RunState.Stopped, true, WorkerState.Stopped, WorkerState.Lost)]
    [InlineData(RunState.Stopped, true, WorkerState.Completed, WorkerState.Stopped)]
    [InlineData(RunState.Stopped, false, WorkerState.Stopped, WorkerState.Stopped)]
    public void State_of_a_run(RunState expected, bool stopped, WorkerState first, WorkerState second) =>
        Assert.Equal(expected, RunStates.Of([Worker(0, first), Worker(1, second)], stopped ? Stop : null));

    [Fact]
    public void Coverage_counts_those_that_went_on_to_the_end()
    {
        var workers = new[] { Worker(0, WorkerState.Completed), Worker(1, WorkerState.Lost), Worker(2, WorkerState.Skipped) with { StartedAt = null } };

        var coverage = LoadTestCoverage.Of(workers, stopped: false);

        Assert.Equal((3, 2, 1), (coverage.PlannedWorkers, coverage.StartedWorkers, coverage.FinishedWorkers));
        Assert.Equal((30, 20, 10), (coverage.PlannedVus, coverage.StartedVus, coverage.FinishedVus));
        Assert.Equal(1d / 3, coverage.Share, 12);
    }

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 1)]
    public void A_stopped_worker_finished_only_if_the_run_was_asked_to_stop(bool asked, int finished) =>
        Assert.Equal(finished, LoadTestCoverage.Of([Worker(0, WorkerState.Completed), Worker(1, WorkerState.Stopped)], asked).FinishedWorkers);

    private static LoadTestWorker Worker(int index, WorkerState state) => new()
    {
        RunId = "lt-1", Index = index, Name = "w", TestType = TestType.Protocol, Vus = 10, State = state, Location = "store", StartedAt = default(DateTimeOffset),
    };
}
