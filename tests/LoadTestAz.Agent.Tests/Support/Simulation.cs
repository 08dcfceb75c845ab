using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Health;
using LoadTestAz.Agent.Local;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Agent.Tests.Support;

/// <summary>A whole run under simulated time: launcher, controller, workers, store.</summary>
internal sealed class Simulation
{
    /// <summary>A simulated run may take this much real time before a test gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public Simulation(IEngineFactory? engines = null, Func<HealthReading>? health = null)
    {
        Clock.SetUtcNow(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Store = new MemoryResultStore(Clock);
        Compute = new LocalComputeBackend(engines ?? new ScriptedEngines(Clock), Clock, new ScriptedProbe(health));
    }

    public FakeTimeProvider Clock { get; } = new();

    public MemoryResultStore Store { get; }

    public LocalComputeBackend Compute { get; }

    public List<string> Warnings { get; } = [];

    public List<LoadTestRunProgress> Progress { get; } = [];

    public static LoadTestPlan Plan(int workers = 3, int vus = 2, int seconds = 20, params LoadTestThresholdRule[] thresholds) => new()
    {
        Name = "simulated",
        RunId = "lt-1",
        TestType = TestType.Protocol,
        TotalVus = workers * vus,
        Duration = TimeSpan.FromSeconds(seconds),
        TargetUrl = new Uri("http://127.0.0.1:9/"),
        Thresholds = thresholds,
        Workers =
        [
            .. Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker
            {
                Index = i, TestType = TestType.Protocol, Vus = vus, ExecutionSegment = $"{i}/{workers}:{i + 1}/{workers}", Cpu = 1, MemoryGB = 2,
            }),
        ],
    };

    public RunController Controller(LoadTestPlan plan, RunDocument document) =>
        new(new RunStore(Store, plan.RunId), plan, document, Compute, Clock) { Warn = Warnings.Add, Report = Progress.Add };

    /// <summary>Creates and launches a run.</summary>
    public async Task<(RunStore Run, RunDocument Document)> LaunchAsync(LoadTestPlan plan)
    {
        var launcher = new RunLauncher(Store, Compute, Clock);
        var script = plan.Script is { } path ? ScriptBundle.Create(new Dictionary<string, byte[]> { [path] = [] }, path) : null;
        var (run, document) = await launcher.CreateAsync(plan, script is null ? (ReadOnlyMemory<byte>?)null : script, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 4, CancellationToken.None))
            Assert.Equal(plan.RunId, worker.RunId);
        return (run, document);
    }

    /// <summary>A run from its launch to its end.</summary>
    public async Task<LoadTestRun> RunAsync(LoadTestPlan plan)
    {
        var (_, document) = await LaunchAsync(plan);
        return await ElapseAsync(Controller(plan, document).UntilEndedAsync(null, CancellationToken.None));
    }

    /// <summary>The merged result of a run.</summary>
    public async Task<LoadTestResult?> MergeAsync(LoadTestPlan plan)
    {
        var run = new RunStore(Store, plan.RunId);
        var controller = Controller(plan, (await run.ReadRunAsync(CancellationToken.None))!);
        var state = await controller.LookOnceAsync(CancellationToken.None);
        return await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None);
    }

    /// <summary>Lets simulated time pass until something is done.</summary>
    public async Task<T> ElapseAsync<T>(Task<T> task)
    {
        var giveUp = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(giveUp) < Patience, "The simulation makes no progress.");
            Clock.Advance(TimeSpan.FromMilliseconds(100));

            // Lets what the advance woke run on before time goes on; how long that takes does not matter to the outcome.
            await Task.Delay(1);
        }

        return await task;
    }

    /// <summary>Lets so much simulated time pass.</summary>
    public Task ElapseAsync(TimeSpan time) => ElapseAsync(WaitAsync(time));

    private async Task<bool> WaitAsync(TimeSpan time)
    {
        await Task.Delay(time, Clock);
        return true;
    }
}
