using System.Text.Json;
using CsCheck;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs;

/// <summary>The way of a worker through its states, whatever is seen of it and in whatever order.</summary>
public sealed class WorkerStateMachineTests
{
    private static readonly DateTimeOffset Created = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly RunDocument Run = new("lt-1", Created, Created.AddMinutes(30), "here");
    private static readonly StartDocument Start = new(Created.AddSeconds(60), [0]);
    private static readonly LoadTestPlanWorker Share = new() { Index = 0, TestType = TestType.Protocol, Vus = 5, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 2 };
    private static readonly WorkerState[] Ends = [WorkerState.Completed, WorkerState.Failed, WorkerState.Stopped, WorkerState.Skipped];

    // What may come to pass, or come into sight, between two looks.
    private static readonly Gen<(int Kind, int Value)> Events = Gen.Select(Gen.Int[0, 12], Gen.Int[0, 100]);

    [Fact]
    public void A_worker_that_is_well_goes_through_all_states_however_seldom_it_is_looked_at() =>
        Gen.Bool.Array[5].Sample(looks =>
        {
            var (machine, trace) = (new WorkerStateMachine(Created), new WorkerTrace());
            Action[] life =
            [
                () => trace.Claim = new(0, "group-0", At(10)),
                () => trace.Ready = new(0, At(20), "k6", "host"),
                () => trace.Live = Live(WorkerState.Running, 61),
                () => trace.Live = Live(WorkerState.Uploading, 90),
                () => trace.Completion = Completed(WorkerState.Completed, started: 61, finished: 89),
            ];
            for (var i = 0; i < life.Length; i++)
            {
                life[i]();
                trace.LiveSeenAt = At(61);
                if (looks[i] || i == life.Length - 1)
                    Look(machine, trace, At(91));
            }

            var worker = Look(machine, trace, At(92));
            Assert.Equal(["Planned", "Creating", "Ready", "Running", "Uploading", "Completed"], worker.Steps.Select(s => s.State.ToString()));
            Assert.Equal([At(0), At(10), At(20), At(61)], worker.Steps.Take(4).Select(s => s.At!.Value));
            Assert.Equal(At(95), worker.Steps[^1].At);
        });

    [Fact]
    public void Whatever_is_seen_each_step_is_allowed_and_the_end_is_reached() =>
        Events.Array[1, 40].Sample(events =>
        {
            var (machine, trace) = (new WorkerStateMachine(Created), new WorkerTrace());
            var (now, start) = (Created, (StartDocument?)null);
            (ComputeInstance? Instance, DateTimeOffset? EndedSince) platform = default;
            foreach (var (kind, value) in events)
            {
                now = now.AddSeconds(value);
                start = kind is 11 ? start ?? (value % 4 == 0 ? Start with { Workers = [1] } : Start) : start;
                platform = kind is 12 ? PlatformAt(value, now) : platform;
                Happen(trace, kind, value, now);
                Check(Look(machine, trace, now, start, platform.Instance, platform.EndedSince), trace);
            }

            // After the hard end nothing is open any more.
            now = Run.DeadlineAt + WorkerStates.LostAfter + TimeSpan.FromMinutes(90);
            var worker = Look(machine, trace, now, start, platform.Instance, platform.EndedSince);
            Check(worker, trace);
            Assert.True(worker.IsFinal, $"{worker.State}");
            Assert.True(trace.Completion is not null || worker.Cause is not WorkerCause.None, "an end without a completion has a cause");
        }, iter: 20_000);

    [Fact]
    public void A_lost_worker_that_is_heard_of_again_goes_on()
    {
        var (machine, trace) = (new WorkerStateMachine(Created), new WorkerTrace { Claim = new(0, "g", At(1)), Ready = new(0, At(2), "k6", "host"), Live = Live(WorkerState.Running, 61), LiveSeenAt = At(61) });

        Assert.Equal(WorkerState.Lost, Look(machine, trace, At(200)).State);
        (trace.Live, trace.LiveSeenAt) = (Live(WorkerState.Running, 205), At(205));
        var back = Look(machine, trace, At(206));

        Assert.Equal((WorkerState.Running, WorkerCause.None), (back.State, back.Cause));
        Assert.Equal("Planned, Creating, Ready, Running, Lost, Running", string.Join(", ", back.Steps.Select(s => s.State)));
    }

    [Fact]
    public void What_a_store_shows_again_after_it_was_gone_changes_nothing()
    {
        var (machine, trace) = (new WorkerStateMachine(Created), new WorkerTrace { Ready = new(0, At(2), "k6", "host"), Live = Live(WorkerState.Running, 61), LiveSeenAt = At(61) });
        Look(machine, trace, At(62));

        trace.Live = null;

        Assert.Equal(WorkerState.Running, Look(machine, trace, At(63)).State);
    }

    private static void Check(LoadTestWorker worker, WorkerTrace trace)
    {
        var steps = worker.Steps;
        Assert.Equal(WorkerState.Planned, steps[0].State);
        Assert.Equal(worker.State, steps[^1].State);
        Assert.All(steps.Zip(steps.Skip(1)), pair => Assert.True(WorkerTransitions.IsAllowed(pair.First.State, pair.Second.State), $"{pair.First.State} to {pair.Second.State}"));
        var times = steps.Select(s => s.At).OfType<DateTimeOffset>().ToList();
        Assert.Equal(times.Order(), times);
        if (trace.Completion is not null)
            Assert.Equal(trace.Completion.State, worker.State);
    }

    // Files come late, come again in an older version, or are of a clock that is wrong; a completion is written once.
    private static void Happen(WorkerTrace trace, int kind, int value, DateTimeOffset now)
    {
        var at = now.AddSeconds(value % 7 == 0 ? -4000 : 0);
        switch (kind)
        {
            case 0 or 1:
                trace.Claim ??= new(0, "group-0", at);
                break;
            case 2 or 3:
                trace.Ready = new(0, at, "k6", "host");
                break;
            case 4 or 5:
                (trace.Live, trace.LiveSeenAt) = (Live(WorkerState.Running, (at - Created).TotalSeconds), now);
                break;
            case 6:
                (trace.Live, trace.LiveSeenAt) = (Live(WorkerState.Uploading, (at - Created).TotalSeconds), now);
                break;
            case 7 when value % 3 == 0:
                var state = Ends[value % Ends.Length];
                trace.Completion ??= Completed(state, state is WorkerState.Completed || value % 2 == 0 ? (at - Created).TotalSeconds : null, (at - Created).TotalSeconds + 5);
                break;
            case 8 when value % 5 == 0:
                trace.Live = null;
                break;
            case 9 when value % 5 == 0:
                trace.Ready = null;
                break;
        }
    }

    private static (ComputeInstance? Instance, DateTimeOffset? EndedSince) PlatformAt(int value, DateTimeOffset now) => (value % 5) switch
    {
        0 => default,
        1 => (new(0, "group-0", ComputeState.Creating), null),
        2 => (new(0, "group-0", ComputeState.Pulling), null),
        3 => (new(0, "group-0", ComputeState.Running), null),
        _ => (new(0, "group-0", ComputeState.Ended, "It is gone.", value % 2 == 0 ? WorkerCause.OutOfMemory : WorkerCause.None), now),
    };

    private static LoadTestWorker Look(WorkerStateMachine machine, WorkerTrace trace, DateTimeOffset now) => Look(machine, trace, now, Start, null, null);

    private static LoadTestWorker Look(WorkerStateMachine machine, WorkerTrace trace, DateTimeOffset now, StartDocument? start, ComputeInstance? instance, DateTimeOffset? endedSince)
    {
        var evidence = new WorkerStates.Evidence(Share, trace, Run, start, instance, endedSince, now);
        return machine.Advance(WorkerStates.Judge(evidence, "store"), evidence);
    }

    private static DateTimeOffset At(double seconds) => Created.AddSeconds(seconds);

    private static LiveDocument Live(WorkerState state, double at) => new(0, 1, At(at), At(61), state, JsonDocument.Parse("{}").RootElement);

    private static CompletionDocument Completed(WorkerState state, double? started, double finished) =>
        new(0, state, state is WorkerState.Completed ? WorkerCause.None : WorkerCause.EngineError, null, 0, started is { } s ? At(s) : null, At(finished), true, "k6", null, At(95));
}
