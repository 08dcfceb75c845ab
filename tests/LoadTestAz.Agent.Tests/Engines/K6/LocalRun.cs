using System.Text.Json;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Local;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A whole run on this machine, from the packing of its script to the merged result.</summary>
internal sealed class LocalRun(LoadTestPlan plan, string? k6, IEngineFactory engines)
{
    private readonly LocalComputeBackend _compute = new(engines, TimeProvider.System);
    private RunDocument? _document;

    public MemoryResultStore Store { get; } = new(TimeProvider.System);

    public RunStore Run => new(Store, plan.RunId);

    public async Task<(LoadTestRun State, LoadTestResult? Result)> RunAsync()
    {
        await StartAsync();
        return await UntilEndedAsync();
    }

    public async Task StartAsync()
    {
        var packed = await new ScriptPacker(TimeProvider.System).PackAsync(plan, k6, CancellationToken.None);
        var launcher = new RunLauncher(Store, _compute, TimeProvider.System);
        (var run, _document) = await launcher.CreateAsync(plan, packed!.Content, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, plan.Workers.Count, CancellationToken.None))
            Assert.Equal(WorkerCause.None, worker.Cause);
    }

    public async Task<(LoadTestRun State, LoadTestResult? Result)> UntilEndedAsync()
    {
        var controller = new RunController(Run, plan, _document!, _compute, TimeProvider.System);
        var state = await controller.UntilEndedAsync(null, CancellationToken.None);
        return (state, await new ResultMerger(Run, plan).MergeAsync(state, controller.Observer, CancellationToken.None));
    }

    /// <summary>The metrics of each k6's own summary, by worker.</summary>
    public async Task<IReadOnlyList<JsonElement>> SummariesAsync() => await Task.WhenAll(plan.Workers.Select(async worker =>
    {
        using var json = JsonDocument.Parse(await FileAsync($"summary_{worker.Index}.json"));
        return json.RootElement.GetProperty("metrics").Clone();
    }));

    public async Task<string> FileAsync(string name) =>
        System.Text.Encoding.UTF8.GetString((await Store.TryReadAsync($"{plan.RunId}/{name}", CancellationToken.None))!);
}
