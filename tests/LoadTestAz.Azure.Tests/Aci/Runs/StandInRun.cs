using Azure.Core;
using Azure.Core.Pipeline;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Runtimes;
using LoadTestAz.Azure.Aci;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Pacing;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;
using ArmClient = LoadTestAz.Azure.Aci.Arm.ArmClient;

namespace LoadTestAz.Azure.Tests.Aci.Runs;

/// <summary>
/// Whole runs under simulated time: our client and controller, the stand-in of ARM over https with its limits and faults, and
/// real agents in place of containers, with an engine that only pretends.
/// </summary>
internal sealed class StandInRun : IAsyncDisposable
{
    /// <summary>What each worker pretends to have sent.</summary>
    public const int Requests = 7;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly HttpClient _http;
    private readonly AgentRuntime _runtime;

    private StandInRun(StandInServer standIn, FakeTimeProvider clock, MemoryResultStore store, AgentRuntime runtime)
    {
        (StandIn, Clock, Store, _runtime) = (standIn, clock, store, runtime);
        _http = new HttpClient(standIn.NewHandler());
        Paces = new ArmPaces(clock);
    }

    public StandInServer StandIn { get; }

    public FakeTimeProvider Clock { get; }

    public MemoryResultStore Store { get; }

    public ArmPaces Paces { get; }

    public List<string> Warnings { get; } = [];

    public List<string> Notices { get; } = [];

    /// <summary>The workers as they were given by the launch.</summary>
    public List<LoadTestWorker> Launched { get; } = [];

    /// <summary>Agents that are alive.</summary>
    public int Agents => _runtime.Running;

    public static async Task<StandInRun> StartAsync(Func<StandInOptions, StandInOptions>? change = null)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var store = new MemoryResultStore(clock);
        // The agents look at their store seldom, so that hundreds of them leave this machine some air.
        var runtime = new AgentRuntime(_ => store, new PretendEngineFactory(Requests, TimeSpan.FromSeconds(20), clock), clock) { PollInterval = TimeSpan.FromSeconds(1), BootTime = Step };
        var options = new StandInOptions { Clock = clock, Runtime = runtime, PullTime = TimeSpan.FromSeconds(5) };
        var standIn = await StandInServer.StartAsync(change?.Invoke(options) ?? options);
        standIn.World.AddIdentity("workers", "22222222-2222-3333-4444-555555555555");
        return new StandInRun(standIn, clock, store, runtime);
    }

    public LoadTestPlan Plan(int workers, string[]? regions = null, TimeSpan? startTimeout = null, CleanupPolicy cleanup = CleanupPolicy.Always) =>
        ArmWorld.Plan(workers, regions, azure => azure with
        {
            SubscriptionId = StandIn.World.SubscriptionId,
            ResourceGroup = "loadtest",
            Identity = $"/subscriptions/{StandIn.World.SubscriptionId}/resourceGroups/loadtest/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workers",
            ArmEndpoint = StandIn.Endpoint,
        }) with
        {
            Execution = new() { StartTimeout = startTimeout ?? TimeSpan.FromMinutes(3), Cleanup = cleanup },
            Duration = TimeSpan.FromSeconds(20),
        };

    /// <summary>As another session would have it.</summary>
    public AciComputeBackend NewBackend(LoadTestPlan plan)
    {
        // A real transport in real time: what is not answered within seconds never will be.
        var token = DelegatedTokenCredential.Create((context, _) => new AccessToken(UnsignedToken.Create(context.Scopes[0][..^"/.default".Length]), DateTimeOffset.UtcNow.AddHours(1)));
        var pipeline = new ArmPipeline(StandIn.Endpoint, plan.Azure!.Endpoints.ResourceManager, token, new ArmOptions { Transport = new HttpClientTransport(_http) }, Clock);
        var client = new ArmClient(pipeline, ArmTarget.Of(plan.Azure), Paces, Clock) { Notice = Add(Notices) };
        return new AciComputeBackend(client, plan.Azure, Clock);
    }

    /// <summary>A run from its launch to its last deletion.</summary>
    public Task<LoadTestRun> RunAsync(LoadTestPlan plan, Func<Task>? onceStarted = null) => ElapseAsync(RunCoreAsync(plan, onceStarted ?? (() => Task.CompletedTask)));

    /// <summary>Lets simulated time pass until something is done.</summary>
    public async Task<T> ElapseAsync<T>(Task<T> task)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "No progress under simulated time.");
            // Requests take real time, in which no simulated time should pass.
            await StandIn.UntilQuietAsync(CancellationToken.None);
            if (!task.IsCompleted)
                Clock.Advance(Step);
        }

        return await task;
    }

    /// <summary>Requests that the stand-in got.</summary>
    public int CountOf(ArmCall call) => StandIn.Recorder.CountOf(call);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await StandIn.DisposeAsync();
    }

    private async Task<LoadTestRun> RunCoreAsync(LoadTestPlan plan, Func<Task> onceStarted)
    {
        var starting = NewBackend(plan);
        var launcher = new RunLauncher(Store, starting, Clock);
        var (run, document) = await launcher.CreateAsync(plan, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 20, CancellationToken.None))
            Launched.Add(worker);
        await new RunController(run, plan, document, starting, Clock) { Warn = Add(Warnings), PollInterval = TimeSpan.FromSeconds(2) }.UntilStartedAsync(CancellationToken.None);
        await onceStarted();

        // Another session waits.
        RunCleanup? cleanup = null;
        var waiting = NewBackend(plan);
        var controller = new RunController(run, plan, document, waiting, Clock)
        {
            Warn = Add(Warnings),
            PollInterval = TimeSpan.FromSeconds(2),
            Looked = workers => cleanup?.Offer(workers, CancellationToken.None),
        };
        cleanup = new RunCleanup(run, plan, controller.Observer, waiting, Clock) { Warn = Add(Warnings) };
        var over = await controller.UntilEndedAsync(null, CancellationToken.None);
        return over with { Leftovers = await cleanup.FinishAsync(over, CancellationToken.None) };
    }

    private static Action<string> Add(List<string> list) => text =>
    {
        lock (list)
            list.Add(text);
    };
}
