using System.Diagnostics;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Shell.SampleTargets;

namespace LoadTestAz.Worker.Tests;

/// <summary>One of three workers is killed (-9) in the middle of a run.</summary>
public sealed class KilledWorkerTests(AzuriteFixture azurite) : IDisposable
{
    private const string Script = """
        import http from 'k6/http';
        import { sleep } from 'k6';
        export default function () { http.get(__ENV.TARGET_URL); sleep(0.02); }
        """;

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(12);

    private readonly SampleTarget _target = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);
    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;

    [Fact]
    public Task The_others_go_on_and_its_last_snapshot_counts_with_the_built_in_engine() =>
        RunAsync(WorkerPlans.Of(_target.Url, 3, Duration) with { Engine = LoadTestEngine.Http }, script: null);

    [Fact]
    public async Task The_others_go_on_and_its_last_snapshot_counts_with_k6()
    {
        var k6 = K6Binary.Find(null, Environment.GetEnvironmentVariable);
        Assert.SkipWhen(k6 is null, K6Binary.WhyMissing(null, Environment.GetEnvironmentVariable));
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, Script);
        var plan = WorkerPlans.Of(_target.Url, 3, Duration) with { Engine = LoadTestEngine.K6, Script = script };
        await RunAsync(plan, (await new ScriptPacker(TimeProvider.System).PackAsync(plan, k6, CancellationToken.None))!.Content);
    }

    public void Dispose()
    {
        _target.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task RunAsync(LoadTestPlan plan, ReadOnlyMemory<byte>? script)
    {
        var server = await azurite.RequireAsync();
        var location = server.NewLocation();
        using var certificate = new TrustedCertificate(server.Certificate.CertificatePem);
        await using var processes = new WorkerProcesses((p, index) => WorkerPlans.Start(p, location, index, certificate));
        var launcher = new RunLauncher(server.Open(location), processes, TimeProvider.System);
        var (run, document) = await launcher.CreateAsync(plan, script, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 3, CancellationToken.None))
            Assert.Equal(WorkerCause.None, worker.Cause);
        var controller = new RunController(run, plan, document, processes, TimeProvider.System);
        var ending = controller.UntilEndedAsync(TimeSpan.FromMinutes(3), CancellationToken.None);

        // The second snapshot, 5 s after the start, is the first with samples in it.
        var observer = new RunObserver(run);
        while (observer.TraceOf(1).Live is not { Sequence: >= 2 })
        {
            Assert.False(ending.IsCompleted, "The run ended before the worker could be killed.");
            await Task.Delay(100);
            await observer.PollAsync(TimeProvider.System.GetUtcNow(), CancellationToken.None);
        }

        var engines = processes[1].Children;
        processes[1].KillAlone();
        var state = await ending;
        var result = (await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None))!;

        Assert.Equal(RunState.Degraded, state.State);
        Assert.Equal([WorkerState.Completed, WorkerState.Lost, WorkerState.Completed], state.Workers.Select(w => w.State));
        Assert.Equal(WorkerCause.LostContact, state.Workers[1].Cause);
        Assert.Equal("2/3 workers, 2/3 VUs", result.Coverage.ToString());
        Assert.Equal(3, result.Coverage.MergedWorkers);
        Assert.False(result.Passed, "Two thirds are less coverage than the plan asks for.");
        Assert.Contains(result.Warnings, w => w.StartsWith("Worker 1 (1 VUs) saved no final metrics; its last snapshot counts", StringComparison.Ordinal));

        // What it had sent counts, no more and no less: the others' own figures and the snapshot's are all there is.
        var snapshot = (await run.ReadLiveAsync(1, CancellationToken.None))!.DecodeMetrics().Find("http_reqs")!;
        var others = await Task.WhenAll(new[] { 0, 2 }.Select(async i =>
            MetricSetOf(await run.ReadMetricsAsync(i, CancellationToken.None)).Find("http_reqs")!));
        var sum = others.Append(snapshot).Sum(s => ((Metrics.CounterAccumulator)s.Accumulator).Sum);
        Assert.True(((Metrics.CounterAccumulator)snapshot.Accumulator).Sum > 0);
        Assert.Equal(sum, result.Metrics["http_reqs"]!.Count);
        Assert.InRange(_target.GetStatistics().TotalRequests, (long)sum, long.MaxValue);
        Assert.Equal(plan.Engine is LoadTestEngine.K6, engines.Count > 0);
        foreach (var engine in engines)
            await HasEndedAsync(engine);
    }

    private static Metrics.MetricSet MetricSetOf(byte[]? saved) => Metrics.MetricSetJson.Deserialize(saved!);

    // A k6 whose samples nobody takes any more makes no load any more.
    private static async Task HasEndedAsync(int process)
    {
        for (var i = 0; i < 600; i++)
        {
            if (!Directory.Exists($"/proc/{process}"))
                return;
            await Task.Delay(100);
        }

        using var left = Process.GetProcessById(process);
        left.Kill();
        Assert.Fail($"k6 (process {process}) still ran a minute after its worker was killed.");
    }
}
