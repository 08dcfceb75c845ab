using LoadTestAz.AciStandIn.Tests.Support;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Merging;
using LoadTestAz.Runs;
using LoadTestAz.Shell.SampleTargets;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace LoadTestAz.AciStandIn.Tests;

/// <summary>The real worker program in container groups, its results in Azurite, signed in by the stand-in's managed identity.</summary>
public sealed class RehearsalTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Groups_run_the_real_worker_end_to_end()
    {
        var blobs = await azurite.RequireAsync();
        var location = blobs.NewLocation();
        var store = blobs.Open(location);
        using var target = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);
        var plan = SamplePlans.Of(new Uri(target.Url + "fast"), workers: 2, TimeSpan.FromSeconds(2));
        var (run, document) = await new RunLauncher(store, null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);
        await using var standIn = await StandInServer.StartAsync(new() { Certificate = blobs.Certificate });
        standIn.World.AddIdentity("worker", "client-1");
        using var client = new ArmClient(standIn);

        for (var i = 0; i < 2; i++)
        {
            var body = Bodies.Plain(
                ("RUN_ID", plan.RunId), ("WORKER_INDEX", $"{i}"), ("AZURE_CLIENT_ID", "client-1"),
                ("CONTAINER_NAME", location[(location.LastIndexOf('/') + 1)..]), ("LOADTEST_BLOB_ENDPOINT", $"{blobs.Endpoint}"));
            body.SetIdentity(Bodies.Identity);
            Assert.Equal(201, (await client.PutAsync($"lt-standin-{i}", body)).Status);
        }

        var controller = new RunController(run, plan, document, compute: null, TimeProvider.System);
        var state = await controller.UntilEndedAsync(TimeSpan.FromMinutes(3), CancellationToken.None);
        await client.UntilAsync("lt-standin-0", "Succeeded");
        var ended = await client.UntilAsync("lt-standin-1", "Succeeded");
        var log = await client.LogAsync("lt-standin-1");

        Assert.True(state.State is RunState.Completed, log);
        Assert.Equal(0, (int?)ended["containers"]![0]!["properties"]!["instanceView"]!["currentState"]!["exitCode"]);
        Assert.Contains("Load begins.", log, StringComparison.Ordinal);
        var result = await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None);
        Assert.Equal(target.GetStatistics().TotalRequests, result!.Metrics["http_reqs"]!.Count);
        Assert.True(target.GetStatistics().TotalRequests > 0);
        Assert.All(standIn.Identity.Requests, r => Assert.Equal("client-1", r.ClientId));

        await client.DeleteAsync("lt-standin-0");
        await client.DeleteAsync("lt-standin-1");
        await client.UntilGoneAsync("lt-standin-0");
        await client.UntilGoneAsync("lt-standin-1");
    }
}
