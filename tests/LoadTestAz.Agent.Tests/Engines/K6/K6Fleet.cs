using System.Collections.Concurrent;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Local;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A whole run of local workers with the stand-in in k6's place, from the launch to the merged result, in real time.</summary>
internal sealed class K6Fleet : IAsyncDisposable
{
    private readonly StandInK6 _standIn = new();

    public K6Fleet(K6EngineOptions? options = null)
    {
        StandInK6.SkipWhereItCanNotRun();
        Compute = new LocalComputeBackend(
            new ScriptedEngines(context =>
            {
                Folders.Add(context.WorkFolder);
                _standIn.Watch(context.WorkFolder);
                return new K6LoadEngine(context, StandInK6.Program, TimeProvider.System, options);
            }),
            TimeProvider.System,
            new ScriptedProbe());
    }

    public MemoryResultStore Store { get; } = new(TimeProvider.System);

    public LocalComputeBackend Compute { get; }

    public ConcurrentBag<string> Folders { get; } = [];

    /// <summary>A plan whose workers behave so.</summary>
    public static LoadTestPlan Plan(string behaviour, int workers = 1, params (string Name, string Value)[] more) =>
        K6Plans.Of([.. Enumerable.Repeat(1, workers)]) with
        {
            TargetUrl = new Uri("http://127.0.0.1:9/"),
            Env = more.Append(("STANDIN", behaviour)).ToDictionary(v => v.Item1, v => v.Item2),
        };

    public async Task<(RunStore Run, Task<LoadTestRun> Ended, RunController Controller)> StartAsync(LoadTestPlan plan)
    {
        var launcher = new RunLauncher(Store, Compute, TimeProvider.System);
        var (run, document) = await launcher.CreateAsync(plan, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 3, CancellationToken.None))
            Assert.Equal(WorkerCause.None, worker.Cause);
        var controller = new RunController(run, plan, document, Compute, TimeProvider.System) { PollInterval = TimeSpan.FromMilliseconds(100) };
        return (run, controller.UntilEndedAsync(null, CancellationToken.None), controller);
    }

    public async Task<(LoadTestRun Run, LoadTestResult? Result)> RunAsync(LoadTestPlan plan)
    {
        var (run, ended, controller) = await StartAsync(plan);
        var state = await ended;
        return (state, await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None));
    }

    /// <summary>A file of the run; null when it is not there.</summary>
    public async Task<string?> TextAsync(string name) =>
        await Store.TryReadAsync($"run/{name}", CancellationToken.None) is { } bytes ? System.Text.Encoding.UTF8.GetString(bytes) : null;

    /// <summary>From now on no REST API answers.</summary>
    public void FallSilent() => _standIn.FallSilent();

    public void AssertGone() => Assert.All(Folders, StandInK6.AssertGone);

    public ValueTask DisposeAsync() => _standIn.DisposeAsync();
}
