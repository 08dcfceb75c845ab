using System.Diagnostics;
using System.Text.Json;
using LoadTestAz.Agent;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>A worker with its engine, from the claim to the saved metrics, in a process of its own, so that its processor time can be told from k6's.</summary>
internal static class WorkerProcess
{
    /// <summary>What makes this program a worker; the store's folder and the runs' ids follow: what the last of them gives counts.</summary>
    public const string Command = "worker";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a worker to its end; one of k6 after a shorter run of the same load.</summary>
    public static async Task<CaptureFigures> StartAsync(LoadTestPlan plan, string folder, CancellationToken cancellationToken)
    {
        // In a container the agent is compiled beforehand. The built-in engine's load has its own seconds that do not count.
        LoadTestPlan[] plans = plan.K6Path is null ? [plan] : [plan with { RunId = plan.RunId + "-warm", Duration = TimeSpan.FromSeconds(WarmUp.Seconds) }, plan];
        var store = new FolderResultStore(folder);
        var now = TimeProvider.System.GetUtcNow();
        var end = now + TimeSpan.FromTicks(plans.Sum(p => p.Execution.MaxDurationFor(p.Duration).Ticks));
        foreach (var each in plans)
        {
            var run = new RunStore(store, each.RunId);
            await run.TryCreateRunAsync(new RunDocument(each.RunId, now, end, Environment.MachineName), cancellationToken).ConfigureAwait(false);
            await run.WritePlanAsync(each, cancellationToken).ConfigureAwait(false);
        }

        using var process = Process.Start(OwnProgram.Start([Command, folder, .. plans.Select(p => p.RunId)]))!;
        using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync(CancellationToken.None).ConfigureAwait(false);
        await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return process.ExitCode == 0 && JsonSerializer.Deserialize<CaptureFigures>(answer) is { } figures
            ? figures
            : throw new BenchmarkException($"The worker failed: {answer}");
    }

    /// <summary>Is the worker, and writes its figures as JSON.</summary>
    public static async Task RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var store = new FolderResultStore(arguments[0]);
        CaptureFigures? figures = null;
        foreach (var id in arguments[1..])
            figures = await WorkAsync(new RunStore(store, id), cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync(JsonSerializer.Serialize(figures)).ConfigureAwait(false);
    }

    private static async Task<CaptureFigures> WorkAsync(RunStore run, CancellationToken cancellationToken)
    {
        var plan = await run.ReadPlanAsync(cancellationToken).ConfigureAwait(false) ?? throw new BenchmarkException($"There is no plan of the run {run.RunId}.");

        // The worker asks k6 for its version first, which is no part of the load.
        var before = ProcessorTime.OfEndedChildren;
        if (plan.K6Path is not null)
            await K6Binary.OpenAsync(plan.K6Path, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var version = ProcessorTime.OfEndedChildren - before;

        var agent = new WorkerAgent(run, 0, new EngineFactory(TimeProvider.System), TimeProvider.System, new WorkerAgentOptions { Instance = "benchmark" });
        var working = agent.RunAsync(cancellationToken);
        var observer = new RunObserver(run);
        while (observer.TraceOf(0).Ready is null && !working.IsCompleted)
        {
            await observer.PollAsync(TimeProvider.System.GetUtcNow(), cancellationToken).ConfigureAwait(false);
            await Task.Delay(PollInterval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        var own = ProcessorTime.Own;
        await run.TryStartAsync(new StartDocument(TimeProvider.System.GetUtcNow(), [0]), cancellationToken).ConfigureAwait(false);
        var completion = await working.ConfigureAwait(false);
        if (completion is not { State: WorkerState.Completed } || await run.ReadMetricsAsync(0, cancellationToken).ConfigureAwait(false) is not { } saved)
            throw new BenchmarkException($"{completion?.State}: {completion?.Detail}");
        var requests = (CounterAccumulator)MetricSetJson.Deserialize(saved).Find(BuiltInMetrics.HttpReqs.Name)!.Accumulator;
        var k6 = ProcessorTime.OfEndedChildren - before - version - version;
        return new CaptureFigures(requests.Sum, k6.TotalSeconds, (ProcessorTime.Own - own).TotalSeconds);
    }
}
