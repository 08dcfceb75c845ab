using LoadTestAz.Agent;
using LoadTestAz.Agent.Local;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>Workers on this machine: they are part of the session that started them.</summary>
internal sealed class LocalFaultRun : FaultRun
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private LocalComputeBackend? _machine;

    public LocalFaultRun()
        : this(new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero)))
    {
    }

    private LocalFaultRun(FakeTimeProvider clock)
        : base(clock, new MemoryResultStore(clock))
    {
        Plan = ArmWorld.Plan(3) with { Compute = LoadTestCompute.Local, Azure = null, Duration = TimeSpan.FromSeconds(20), Execution = new() { StartTimeout = TimeSpan.FromMinutes(2) } };
    }

    public override int Left => Machine.ListAsync(Plan.RunId, [], CancellationToken.None).Result.Count(i => i.State is not ComputeState.Ended);

    public override void NeverStarts() => Preparing = token => Task.Delay(Timeout.InfiniteTimeSpan, Clock, token);

    public override void Die() => throw new EngineException(WorkerCause.OutOfMemory, "k6 was killed.");

    // Whatever it held goes with it.
    public override void KillFirstSession()
    {
        base.KillFirstSession();
        for (var i = 0; i < Plan.Workers.Count; i++)
            StoreOf(i).Before = (_, _, token) => Task.Delay(Timeout.InfiniteTimeSpan, Clock, token);
        _machine = null;
    }

    public override IComputeBackend NewBackend() => new WatchedBackend(Machine)
    {
        Launching = Launching,
        StoreOf = StoreOf,

        // A worker is ready at once, and nobody is to be killed sooner: what comes of that would be chance.
        Launched = async worker =>
        {
            while (Store.Fault is null && (worker != Victim || Preparing is null) && !Store.Names.Contains($"{Plan.RunId}/ready_{worker}.json"))
                await Task.Delay(1, CancellationToken.None);
        },
    };

    public override async Task<T> ElapseAsync<T>(Task<T> task)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "No progress under simulated time.");
            Clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(1);
        }

        return await task;
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // There is one machine, with one clock.
    protected override TimeSpan AheadOf(int? worker) => VictimAhead + SessionAhead;

    private LocalComputeBackend Machine => _machine ??= new LocalComputeBackend(Engines, ClockOf(null), new ScriptedProbe());
}
