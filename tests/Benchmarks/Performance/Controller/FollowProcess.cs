using System.Diagnostics;
using System.Globalization;
using System.Runtime;
using System.Text.Json;
using System.Text.Json.Nodes;
using Azure.Core;
using Azure.Core.Pipeline;
using LoadTestAz.Azure.Aci;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Pacing;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Benchmarks.Live;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Benchmarks.Performance.Controller;

/// <summary>Follows a run in a process of its own, by the code of Wait-AzLoadTestRun, on a clock that is put forward from look to look.</summary>
internal static class FollowProcess
{
    /// <summary>What makes this program such a process; the workers and the folder with metrics follow, and whether the run can be stopped.</summary>
    public const string Command = "follow";

    /// <summary>How long the load lasts.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromHours(1);

    private const string CanStop = "stops";
    private const string RunId = "lt-20260102-030405-bench0";
    private const int Variants = 4;
    private const int Metrics = 22;
    private const int RequestsPerSecond = 20;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Makes the workers' metrics.</summary>
    /// <returns>The mean size of one worker's, in bytes.</returns>
    public static async Task<double> WriteMetricsAsync(string folder, CancellationToken cancellationToken)
    {
        var sizes = new List<int>();
        for (var variant = 0; variant < Variants; variant++)
        {
            var step = 0;
            foreach (var metrics in LivePlan.Metrics(LivePlan.Of(RunId, 1), Start, variant, (int)(Duration + Step).TotalSeconds, (int)Step.TotalSeconds, Metrics, RequestsPerSecond))
            {
                sizes.Add(metrics.Length);
                await File.WriteAllBytesAsync(Path.Combine(folder, FollowedStore.FileOf(step++, variant)), metrics, cancellationToken).ConfigureAwait(false);
            }
        }

        return sizes.Average();
    }

    /// <summary>Runs it.</summary>
    /// <param name="workers">How many workers the run has.</param>
    /// <param name="folder">The folder with metrics.</param>
    /// <param name="canStop">Whether the plan has rules that can stop the run.</param>
    /// <param name="heapMegabytes">To how many MB .NET's heap is limited, as it is where a container's memory is; null for no limit.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<FollowFigures> RunAsync(int workers, string folder, bool canStop, int? heapMegabytes, CancellationToken cancellationToken)
    {
        var start = OwnProgram.Start([Command, workers.ToString(CultureInfo.InvariantCulture), folder, .. canStop ? [CanStop] : Array.Empty<string>()]);
        if (heapMegabytes is { } limit)
            start.Environment["DOTNET_GCHeapHardLimit"] = (limit * 1_000_000L).ToString("X", CultureInfo.InvariantCulture);
        var (output, _) = await MeasuredProcess.RunAsync(start, cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize<FollowFigures>(output)!;
    }

    /// <summary>Is it.</summary>
    public static async Task RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var workers = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var clock = new FakeTimeProvider(Start);
        var plan = LivePlan.Of(RunId, workers) with { Azure = Settings };
        if (!arguments.Contains(CanStop))
            plan = plan with { StopWhen = [], Thresholds = [.. plan.Thresholds.Select(threshold => threshold with { AbortOnFail = false })] };
        var store = new FollowedStore(RunId, arguments[1], workers, Variants, Step, Start, clock);
        var (run, document) = await new RunLauncher(store, null!, clock).CreateAsync(plan, cancellationToken).ConfigureAwait(false);
        using var arm = new ScriptedArm(clock);
        foreach (var worker in plan.Workers)
        {
            await run.TryClaimAsync(new ClaimDocument(worker.Index, "i", Start), cancellationToken).ConfigureAwait(false);
            await run.WriteReadyAsync(new ReadyDocument(worker.Index, Start, "k6", "h"), cancellationToken).ConfigureAwait(false);
            arm.Groups[$"{RunId}-{worker.Index}-{Settings.Location}"] = Group(worker.Index);
        }

        await run.TryStartAsync(new StartDocument(Start, [.. plan.Workers.Select(worker => worker.Index)]), cancellationToken).ConfigureAwait(false);
        LoadTestRunProgress? progress = null;
        var controller = new RunController(run, plan, document, new AciComputeBackend(ClientOf(arm, clock), Settings, clock), clock) { Report = p => progress = p, Warn = Refuse };
        var (cpu, compiling, allocated, asked) = (ProcessorTime.Own, JitInfo.GetCompilationTime(), GC.GetTotalAllocatedBytes(), store.Looks);
        while (clock.GetUtcNow() - Start < Duration)
        {
            await controller.UntilEndedAsync(TimeSpan.Zero, cancellationToken).WaitAsync(Patience, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            clock.Advance(LookInterval);
        }

        if (progress is not { StopReason: null, P95: > 0, Requests: > 0 } || progress.WorkersByState.GetValueOrDefault(WorkerState.Running) != workers)
            throw new BenchmarkException($"The run is not as it should be: {progress?.StopReason ?? string.Join(", ", progress?.WorkersByState.Select(s => $"{s.Value} {s.Key}") ?? [])}");
        var figures = new FollowFigures(
            (ProcessorTime.Own - cpu).TotalSeconds, (JitInfo.GetCompilationTime() - compiling).TotalSeconds, Process.GetCurrentProcess().PeakWorkingSet64, store.Looks - asked, store.Read, store.Written, arm.Requests.Count,
            GC.GetTotalMemory(forceFullCollection: true), GC.GetTotalAllocatedBytes(precise: true) - allocated);
        GC.KeepAlive(controller);
        await output.WriteLineAsync(JsonSerializer.Serialize(figures)).ConfigureAwait(false);
    }

    private static LoadTestAzureSettings Settings => new()
    {
        SubscriptionId = "11111111-2222-3333-4444-555555555555",
        ResourceGroup = "rg",
        Location = "eastus",
        Locations = ["eastus"],
        StorageAccount = "results123",
        ContainerName = "results",
        ContainerRegistry = "acme.azurecr.io",
        Images = new("acme.azurecr.io/loadtestaz-worker:0.1.0", "acme.azurecr.io/loadtestaz-browser-worker:0.1.0"),
    };

    private static ArmClient ClientOf(ScriptedArm arm, TimeProvider clock)
    {
        var credential = DelegatedTokenCredential.Create((_, _) => new AccessToken("token", DateTimeOffset.MaxValue));
        var endpoint = new Uri("https://management.azure.com");
        var pipeline = new ArmPipeline(endpoint, endpoint, credential, new ArmOptions { Transport = new HttpClientTransport(arm) }, clock);
        return new ArmClient(pipeline, new ArmTarget(Settings.SubscriptionId!, Settings.ResourceGroup!), new ArmPaces(clock), clock);
    }

    private static JsonObject Group(int worker) => new()
    {
        ["name"] = $"{RunId}-{worker}-{Settings.Location}",
        ["location"] = Settings.Location,
        ["tags"] = new JsonObject { ["loadtestaz-run"] = RunId, ["loadtestaz-worker"] = $"{worker}" },
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded", ["containers"] = new JsonArray(new JsonObject { ["name"] = "worker", ["properties"] = new JsonObject() }) },
    };

    private static void Refuse(string warning) => throw new BenchmarkException(warning);
}
