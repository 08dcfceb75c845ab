using System.Text.Json;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs;

/// <summary>Where a worker stands, by what it left in the store and what the platform says.</summary>
public sealed class WorkerStatesTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly RunDocument Run = new("lt-1", Created, Created.AddMinutes(30), "here");
    private static readonly StartDocument Start = new(Created.AddMinutes(1), [0]);
    private static readonly ComputeInstance Instance = new(0, "group-0", ComputeState.Running);

    [Fact]
    public void Nothing_known_is_planned() => Assert.Equal(WorkerState.Planned, Judge(new WorkerTrace()).State);

    [Fact]
    public void Known_to_the_platform_alone_is_creating() => Assert.Equal(WorkerState.Creating, Judge(new WorkerTrace(), instance: Instance).State);

    [Fact]
    public void Ready_waits_for_the_start() =>
        Assert.Equal(WorkerState.Ready, Judge(new WorkerTrace { Ready = new(0, Created, "http", "host") }, instance: Instance).State);

    [Fact]
    public void A_snapshot_says_its_own_state() =>
        Assert.Equal(WorkerState.Uploading, Judge(Alive(Created.AddMinutes(2), WorkerState.Uploading), Start, Instance, now: Created.AddMinutes(2)).State);

    [Fact]
    public void The_completion_decides_whatever_the_platform_says()
    {
        var trace = new WorkerTrace { Completion = new(0, WorkerState.Completed, WorkerCause.None, null, 99, Created, Created.AddMinutes(5), true, "k6") };

        var worker = Judge(trace, Start, Instance with { State = ComputeState.Ended, Detail = "exit code 1" }, endedSince: Created, now: Created.AddHours(3));

        Assert.Equal((WorkerState.Completed, WorkerCause.None, (int?)99), (worker.State, worker.Cause, worker.ExitCode));
    }

    [Fact]
    public void Not_named_by_the_start_is_skipped()
    {
        var worker = Judge(new WorkerTrace(), Start with { Workers = [1, 2] });
        Assert.Equal((WorkerState.Skipped, WorkerCause.StartTimeout), (worker.State, worker.Cause));
    }

    [Fact]
    public void The_share_that_was_settled_counts_and_the_plans_stays_known()
    {
        var shares = new SharesDocument(Created, Created.AddMinutes(2), [new(0, 15, "0:1/2"), new(2, 15, "1/2:1")], [1]);

        Assert.Equal((10, 10), Of(0, null));
        Assert.Equal((15, 10), Of(0, shares));
        Assert.Equal((0, 10), Of(1, shares));

        (int, int) Of(int index, SharesDocument? settled)
        {
            var share = new LoadTestPlanWorker { Index = index, TestType = TestType.Protocol, Vus = 10, ExecutionSegment = "0:1/3", Cpu = 1, MemoryGB = 2 };
            var worker = WorkerStates.Judge(new(share, new WorkerTrace(), Run, null, Instance, null, Created.AddMinutes(1), Shares: settled), "here");
            return (worker.Vus, worker.PlannedVus);
        }
    }

    [Theory]
    [InlineData(null, "Its 10 VUs were given to the other workers.")]
    [InlineData("line 3", "line 3 Its 10 VUs were given to the other workers.")]
    [InlineData("It was late. Its 10 VUs were given to the other workers.", "It was late. Its 10 VUs were given to the other workers.")]
    public void That_its_load_was_given_away_is_told_once_also_when_its_end_was_recorded_with_it(string? recorded, string told)
    {
        var share = new LoadTestPlanWorker { Index = 1, TestType = TestType.Protocol, Vus = 10, ExecutionSegment = "0:1/3", Cpu = 1, MemoryGB = 2 };
        var trace = new WorkerTrace { Completion = new(1, WorkerState.Skipped, WorkerCause.StartTimeout, recorded, null, null, Created, HasMetrics: false, null) };

        Assert.Equal(told, WorkerStates.Judge(new(share, trace, Run, null, null, null, Created, Shares: new(Created, Created, [new(0, 15, "0:1/2")], [1])), "here").Detail);
    }

    [Fact]
    public void Ready_is_for_one_share_and_not_for_another()
    {
        var ready = new ReadyDocument(0, Created, "k6", "host", 10, "0:1/3");
        Assert.True(ready.IsFor(null));
        Assert.True(ready.IsFor(new(0, 10, "0:1/3")));
        Assert.False(ready.IsFor(new(0, 15, "0:1/2")));
        Assert.False(ready.IsFor(new(0, 10, "0:1/2")));
    }

    [Theory]
    [InlineData(false, true, 1, WorkerState.Skipped, WorkerCause.StartTimeout)]
    [InlineData(false, false, 1, WorkerState.Skipped, WorkerCause.Stopped)]
    [InlineData(true, true, 59, WorkerState.Ready, WorkerCause.None)]
    [InlineData(true, true, 61, WorkerState.Lost, WorkerCause.LostContact)]
    public void A_run_that_ends_before_its_start_waits_for_nobody_for_long(bool claimed, bool calledOff, int seconds, WorkerState state, WorkerCause cause)
    {
        var trace = claimed ? new WorkerTrace { Claim = new(0, "i", Created), Ready = new(0, Created, "k6", "host") } : new WorkerTrace();
        var share = new LoadTestPlanWorker { Index = 0, TestType = TestType.Protocol, Vus = 10, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 2 };
        var evidence = new WorkerStates.Evidence(
            share, trace, Run, null, Instance, null, Created.AddSeconds(seconds), Stop: new StopDocument(Created, "why", calledOff), StopSeenAt: Created);

        var worker = WorkerStates.Judge(evidence, "here");

        Assert.Equal((state, cause), (worker.State, worker.Cause));
    }

    [Theory]
    [InlineData(59, WorkerState.Running)]
    [InlineData(61, WorkerState.Lost)]
    public void Silence_is_bounded(int seconds, WorkerState expected) =>
        Assert.Equal(expected, Judge(Alive(Created.AddMinutes(2), WorkerState.Running), Start, Instance, now: Created.AddMinutes(2).AddSeconds(seconds)).State);

    [Fact]
    public void Silence_counts_by_the_observers_clock_not_the_workers()
    {
        // The worker's clock is an hour behind; its snapshot was seen to change a moment ago.
        var trace = Alive(Created.AddHours(-1), WorkerState.Running);
        trace.LiveSeenAt = Created.AddMinutes(2);
        Assert.Equal(WorkerState.Running, Judge(trace, Start, Instance, now: Created.AddMinutes(2).AddSeconds(5)).State);
    }

    [Theory]
    [InlineData(14, WorkerState.Running)]
    [InlineData(16, WorkerState.Lost)]
    public void A_process_that_is_gone_without_completion_is_lost_after_a_while(int seconds, WorkerState expected)
    {
        var now = Created.AddMinutes(2).AddSeconds(seconds);
        var worker = Judge(Alive(now, WorkerState.Running), Start, Instance with { State = ComputeState.Ended, Detail = "OOMKilled" }, endedSince: Created.AddMinutes(2), now: now);
        Assert.Equal(expected, worker.State);
        if (expected is WorkerState.Lost)
            Assert.Contains("OOMKilled", worker.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_outlives_the_hard_end()
    {
        var now = Run.DeadlineAt + WorkerStates.LostAfter + TimeSpan.FromSeconds(1);
        var worker = Judge(Alive(now, WorkerState.Running), Start, Instance, now: now);
        Assert.Equal((WorkerState.Lost, WorkerCause.DeadlineExceeded), (worker.State, worker.Cause));
    }

    [Fact]
    public void Before_the_start_silence_means_nothing() =>
        Assert.Equal(WorkerState.Ready, Judge(new WorkerTrace { Ready = new(0, Created, "http", "host") }, instance: Instance, now: Created.AddMinutes(9)).State);

    [Theory]
    [InlineData(59, WorkerState.Ready)]
    [InlineData(61, WorkerState.Lost)]
    public void Silence_counts_from_when_it_is_to_be_heard_of(int seconds, WorkerState expected)
    {
        // A setup() of ten minutes lay between the go and the load.
        var begin = Start.StartAt.AddMinutes(10);
        Assert.Equal(expected, Judge(new WorkerTrace { Ready = new(0, Created, "k6", "host") }, Start, Instance, now: begin.AddSeconds(seconds), quietUntil: begin).State);
    }

    private static WorkerTrace Alive(DateTimeOffset at, WorkerState state) => new()
    {
        Live = new(0, 1, at, Start.StartAt, state, JsonDocument.Parse("{}").RootElement),
        LiveSeenAt = at,
    };

    private static LoadTestWorker Judge(WorkerTrace trace, StartDocument? start = null, ComputeInstance? instance = null, DateTimeOffset? endedSince = null, DateTimeOffset? now = null, DateTimeOffset? quietUntil = null)
    {
        var share = new LoadTestPlanWorker { Index = 0, TestType = TestType.Protocol, Vus = 5, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 2 };
        return WorkerStates.Judge(new(share, trace, Run, start, instance, endedSince, now ?? Created, quietUntil), "store");
    }
}
