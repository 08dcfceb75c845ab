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
    /// <summary>What makes this program a worker; the store's folder and the run's id follow.</summary>
    public const string Command = "worker";

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs a worker to its end.</summary>
    public static async Task<CaptureFigures> StartAsync(LoadTestPlan plan, string folder, CancellationToken cancellationToken)
    {
        var run = new RunStore(new FolderResultStore(folder), plan.RunId);
        var now = TimeProvider.System.GetUtcNow();
        await run.TryCreateRunAsync(new RunDocument(plan.RunId, now, now + plan.Execution.MaxDurationFor(plan.Duration), Environment.MachineName), cancellationToken).ConfigureAwait(false);
        await run.WritePlanAsync(plan, cancellationToken).ConfigureAwait(false);
        using var process = Process.Start(OwnProgram.Start(Command, folder, plan.RunId))!;
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
        var run = new RunStore(new FolderResultStore(arguments[0]), arguments[1]);
        var plan = await run.ReadPlanAsync(cancellationToken).ConfigureAwait(false) ?? throw new BenchmarkException($"There is no plan in '{arguments[0]}'.");

        // The worker asks k6 for its version first, which is no part of the load.
        if (plan.K6Path is not null)
            await K6Binary.OpenAsync(plan.K6Path, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        var version = ProcessorTime.OfEndedChildren;

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
        var k6 = ProcessorTime.OfEndedChildren - version - version;
        await output.WriteLineAsync(JsonSerializer.Serialize(new CaptureFigures(requests.Sum, k6.TotalSeconds, (ProcessorTime.Own - own).TotalSeconds))).ConfigureAwait(false);
    }
}
