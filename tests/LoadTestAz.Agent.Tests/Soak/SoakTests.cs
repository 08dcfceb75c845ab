using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Local;
using LoadTestAz.Agent.Tests.Engines.K6;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Soak;

/// <summary>
/// Many short runs in a row in one process, on this machine, with the real engine, sockets and files: what one of them kept
/// would add up.
/// </summary>
[Collection(nameof(SoakCollection))]
public sealed class SoakTests(ITestOutputHelper output) : IDisposable
{
    private const int WarmUp = 40;
    private const int Runs = 200;

    // A run that kept its workers' metrics, or one connection or thread, would be far beyond these after 200; so are 5 KB of each.
    private const long HeapBound = 512 << 10;
    private const int HandleBound = 20;
    private const int ThreadBound = 20;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-soak-").FullName;
    private readonly string? _temporary = Environment.GetEnvironmentVariable("TMPDIR");
    private readonly HurriedClock _clock = new(speed: 25);
    private readonly LoopbackServer _target = new();
    private double _requests;

    public void Dispose()
    {
        Environment.SetEnvironmentVariable("TMPDIR", _temporary);
        _target.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Two_hundred_runs_leave_memory_threads_and_handles_as_they_were()
    {
        var temporary = Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;
        Environment.SetEnvironmentVariable("TMPDIR", temporary);
        var store = new HurriedStore(Path.Combine(_folder, "store"), _clock);
        var compute = new LocalComputeBackend(new EngineFactory(_clock), _clock, new ScriptedProbe());

        for (var i = 0; i < WarmUp; i++)
            await RunAsync($"warm-{i}", store, compute, i % 2 == 0 ? CleanupPolicy.Always : CleanupPolicy.Never);
        var before = Footprint.Take();
        for (var i = 0; i < Runs; i++)
            await RunAsync($"lt-{i}", store, compute, i % 2 == 0 ? CleanupPolicy.Always : CleanupPolicy.Never);
        var after = await SettleAsync(before);

        output.WriteLine($"{before} before, {after} after");
        Assert.True(IsFlat(before, after), $"{before} before, {after} after");
        Assert.Empty(Directory.GetFileSystemEntries(temporary));

        // What was measured in all of them together is what the target was asked.
        Assert.Equal(_target.Requests, _requests);
    }

    // A second of load by two workers, as the commands do it: start, wait, clean up, merge, remove.
    private async Task RunAsync(string id, HurriedStore store, LocalComputeBackend compute, CleanupPolicy cleanup)
    {
        var plan = Simulation.Plan(workers: 2, vus: 1, seconds: 1) with
        {
            RunId = id,
            Engine = LoadTestEngine.Http,
            TargetUrl = _target.Url,
            Sleep = TimeSpan.FromMilliseconds(250),
            Execution = new() { Cleanup = cleanup },
        };
        var launcher = new RunLauncher(store, compute, _clock);
        var (run, document) = await launcher.CreateAsync(plan, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 2, CancellationToken.None))
            Assert.Equal(WorkerCause.None, worker.Cause);
        RunCleanup? deleting = null;
        var controller = new RunController(run, plan, document, compute, _clock)
        {
            PollInterval = TimeSpan.FromMilliseconds(250),
            Looked = workers => deleting?.Offer(workers, CancellationToken.None),
        };
        deleting = new RunCleanup(run, plan, controller.Observer, compute, _clock);
        var state = await controller.UntilEndedAsync(null, CancellationToken.None);
        Assert.Empty(await deleting.FinishAsync(state, CancellationToken.None));
        var result = await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None);
        await run.DeleteAllAsync(CancellationToken.None);

        // A second of this clock is 40 ms: on a busy machine one may see the start too late, and stand down as it should.
        Assert.True(state.Workers.All(w => w.State is WorkerState.Completed || w is { State: WorkerState.Skipped, Cause: WorkerCause.StartTimeout }), $"{id}: {state.State}, {state.Detail}");
        _requests += result?.Metrics["http_reqs"]?.Count ?? 0;
    }

    private static bool IsFlat(Footprint before, Footprint after) =>
        after.Heap < before.Heap + HeapBound && after.Handles < before.Handles + HandleBound && after.Threads < before.Threads + ThreadBound && after.Children <= before.Children;

    // The pool gives idle threads back, and sockets close, in their own time.
    private static async Task<Footprint> SettleAsync(Footprint before)
    {
        var after = Footprint.Take();
        for (var i = 0; i < 100 && !IsFlat(before, after); i++)
        {
            await Task.Delay(100);
            after = Footprint.Take();
        }

        return after;
    }
}
