using Azure.Core;
using Azure.Core.Pipeline;
using LoadTestAz.Azure.Aci;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Pacing;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Azure.Tests.Aci.Support;

/// <summary>A client, a service in memory, and a clock that a test moves.</summary>
internal sealed class ArmWorld
{
    public const string Subscription = "11111111-2222-3333-4444-555555555555";
    public const string IdentityId = $"/subscriptions/{Subscription}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workers";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public ArmWorld()
    {
        Clock.SetUtcNow(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
        Arm = new ScriptedArm(Clock);
        Store = new MemoryResultStore(Clock);
        Paces = new ArmPaces(Clock);
        Pipeline = NewPipeline(new Uri("https://management.azure.com"));
        Client = new ArmClient(Pipeline, new ArmTarget(Subscription, "rg"), Paces, Clock) { Notice = text => { lock (Notices) Notices.Add(text); } };
    }

    public FakeTimeProvider Clock { get; } = new();

    public ScriptedArm Arm { get; }

    public MemoryResultStore Store { get; }

    public ArmPaces Paces { get; }

    public ArmPipeline Pipeline { get; }

    public ArmClient Client { get; }

    public List<string> Notices { get; } = [];

    public AciComputeBackend NewBackend(LoadTestPlan plan) => new(Client, plan.Azure!, Clock);

    public ArmPipeline NewPipeline(Uri endpoint, TokenCredential? credential = null) => new(
        endpoint, new Uri("https://management.azure.com"),
        credential ?? DelegatedTokenCredential.Create((context, _) => new AccessToken($"token-for-{context.Scopes[0]}", DateTimeOffset.UtcNow.AddHours(1))),
        new ArmOptions { Transport = new HttpClientTransport(Arm) }, Clock);

    /// <summary>A run's first documents in the store, as Start-AzLoadTestWorker leaves them.</summary>
    public async Task<RunDocument> CreateRunAsync(LoadTestPlan plan) =>
        (await new RunLauncher(Store, null!, Clock).CreateAsync(plan, CancellationToken.None)).Document;

    /// <summary>A plan for Azure.</summary>
    public static LoadTestPlan Plan(int workers = 3, string[]? regions = null, Func<LoadTestAzureSettings, LoadTestAzureSettings>? change = null)
    {
        var azure = new LoadTestAzureSettings
        {
            SubscriptionId = Subscription,
            ResourceGroup = "rg",
            Location = (regions ?? ["eastus"])[0],
            Locations = regions ?? ["eastus"],
            StorageAccount = "results123",
            ContainerName = "results",
            ContainerRegistry = "acme.azurecr.io",
            Identity = IdentityId,
            Images = new("acme.azurecr.io/loadtestaz-worker:0.1.0", "acme.azurecr.io/loadtestaz-browser-worker:0.1.0"),
        };
        return new()
        {
            Name = "azure",
            RunId = "lt-20260102-030405-abcdef",
            TestType = TestType.Protocol,
            Compute = LoadTestCompute.Aci,
            TotalVus = 10 * workers,
            Duration = TimeSpan.FromMinutes(1),
            TargetUrl = new Uri("https://target.example/"),
            Azure = change?.Invoke(azure) ?? azure,
            Workers = [.. Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = 10, ExecutionSegment = $"{i}/{workers}:{i + 1}/{workers}", Cpu = 1, MemoryGB = 2 })],
        };
    }

    /// <summary>Lets time pass until something is done.</summary>
    public async Task<T> ElapseAsync<T>(Task<T> task, TimeSpan? step = null)
    {
        await ElapseAsync((Task)task, step);
        return await task;
    }

    /// <summary>Lets time pass until something is done.</summary>
    public async Task ElapseAsync(Task task, TimeSpan? step = null)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!task.IsCompleted)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "No progress under simulated time.");
            // What the last advance woke runs on first, so that time passes in waits only, on a busy machine as well.
            var looks = 0;
            do
            {
                await Task.Delay(2);
            }
            while (ThreadPool.PendingWorkItemCount > 0 && ++looks < 100);

            if (!task.IsCompleted)
                Clock.Advance(step ?? TimeSpan.FromMilliseconds(500));
        }

        await task;
    }
}
