using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Azure.Tests.Identity;
using LoadTestAz.Merging;
using LoadTestAz.Runs;
using LoadTestAz.Shell.SampleTargets;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(IdentityStandIn))]

namespace LoadTestAz.Worker.Tests;

/// <summary>The program in the container, as real processes: results in Azurite, signed in by a stand-in of the managed identity.</summary>
public sealed class WorkerProgramTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Workers_take_a_run_from_the_store_and_leave_their_results_there()
    {
        var server = await azurite.RequireAsync();
        var location = server.NewLocation();
        var store = server.Open(location);
        using var target = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);
        var plan = WorkerPlans.Of(target.Url, workers: 2, TimeSpan.FromSeconds(3));
        var (run, document) = await new RunLauncher(store, null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);

        using var certificate = new TrustedCertificate(server.Certificate.CertificatePem);
        await using var first = WorkerPlans.Start(plan, location, 0, certificate);
        await using var second = WorkerPlans.Start(plan, location, 1, certificate);
        await using var duplicate = WorkerPlans.Start(plan, location, 1, certificate);
        var controller = new RunController(run, plan, document, compute: null, TimeProvider.System);
        var state = await controller.UntilEndedAsync(TimeSpan.FromMinutes(3), CancellationToken.None);
        var ends = await Task.WhenAll(first.EndAsync(), second.EndAsync(), duplicate.EndAsync());

        Assert.All(ends, e => Assert.Equal(0, e.ExitCode));
        Assert.True(state.State is RunState.Completed, string.Join('\n', ends.Select(e => e.Output)));

        // Of two processes with one index, one made load and the other stood back.
        Assert.Single(ends, e => e.Output.Contains("is claimed by another process", StringComparison.Ordinal));
        var result = await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None);
        Assert.Equal(target.GetStatistics().TotalRequests, result!.Metrics["http_reqs"]!.Count);
        Assert.True(target.GetStatistics().TotalRequests > 0);
        Assert.Contains(await store.ListAsync(run.Prefix, CancellationToken.None), e => e.Name.EndsWith("/worker_1.log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_bad_environment_is_told_and_ends_with_0()
    {
        await using var process = new WorkerProcess(new Dictionary<string, string> { ["WORKER_INDEX"] = "0" });

        var (exitCode, output) = await process.EndAsync();

        Assert.Equal(0, exitCode);
        Assert.Contains("RUN_ID is not set", output, StringComparison.Ordinal);
    }
}
