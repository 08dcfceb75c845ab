using System.Text.Json;
using System.Text.Json.Nodes;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Tests.Aci.Runs;

/// <summary>What a session keeps in memory of a large run does not grow while the run goes on.</summary>
[Collection(nameof(MemoryCollection))]
public sealed class MemoryTests
{
    private const int Workers = 300;

    [Fact]
    public async Task Following_three_hundred_workers_takes_no_more_memory_as_time_goes_by()
    {
        var world = new ArmWorld();
        var plan = ArmWorld.Plan(Workers) with { Duration = TimeSpan.FromHours(2) };
        var document = await world.CreateRunAsync(plan);
        var run = new RunStore(world.Store, plan.RunId);
        foreach (var worker in plan.Workers)
        {
            await run.TryClaimAsync(new ClaimDocument(worker.Index, "i", world.Clock.GetUtcNow()), CancellationToken.None);
            await run.WriteReadyAsync(new ReadyDocument(worker.Index, world.Clock.GetUtcNow(), "k6", "h"), CancellationToken.None);
            world.Arm.Groups[$"{plan.RunId}-{worker.Index}-eastus"] = Group(plan, worker.Index);
        }

        await run.TryStartAsync(new StartDocument(world.Clock.GetUtcNow(), [.. plan.Workers.Select(worker => worker.Index)]), CancellationToken.None);
        var progress = 0;
        // Worker 0 is never heard, so that the platform is asked for it all the time.
        var controller = new RunController(run, plan, document, world.NewBackend(plan), world.Clock) { Report = _ => progress++ };

        await FollowAsync(20);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await FollowAsync(120);
        var after = GC.GetTotalMemory(forceFullCollection: true);

        Assert.Equal(140, progress);
        Assert.InRange(world.Arm.Requests.Count, 100, 2000);
        // A single snapshot of each worker is about 1 MB in all; 120 of them kept would be seen.
        Assert.True(after - before < 4_000_000, $"{before:N0} bytes before, {after:N0} after.");

        async Task FollowAsync(int looks)
        {
            for (var i = 0; i < looks; i++)
            {
                foreach (var worker in plan.Workers.Skip(1))
                    await run.WriteLiveAsync(Live(worker.Index, progress, world.Clock.GetUtcNow()), CancellationToken.None);
                var look = controller.UntilEndedAsync(TimeSpan.Zero, CancellationToken.None);
                await world.ElapseAsync(look);
                world.Clock.Advance(TimeSpan.FromSeconds(5));
            }
        }
    }

    private static LiveDocument Live(int worker, int sequence, DateTimeOffset now)
    {
        var set = new MetricSet();
        for (var i = 0; i < 50; i++)
            set.Add(now, TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, i + sequence)]);
        using var json = JsonDocument.Parse(MetricSetJson.Serialize(set));
        return new LiveDocument(worker, sequence + 1, now, now, WorkerState.Running, json.RootElement.Clone());
    }

    private static JsonObject Group(LoadTestPlan plan, int worker) => new()
    {
        ["name"] = $"{plan.RunId}-{worker}-eastus",
        ["location"] = "eastus",
        ["tags"] = new JsonObject { ["loadtestaz-run"] = plan.RunId, ["loadtestaz-worker"] = $"{worker}" },
        ["properties"] = new JsonObject { ["provisioningState"] = "Succeeded", ["containers"] = new JsonArray(new JsonObject { ["name"] = "worker", ["properties"] = new JsonObject() }) },
    };
}
