using LoadTestAz.AciStandIn.Runtimes;
using LoadTestAz.AciStandIn.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.AciStandIn.Tests.Runtimes;

/// <summary>Many workers as agents inside this process.</summary>
public sealed class AgentRuntimeTests
{
    private const int Workers = 50;
    private const int Requests = 7;

    [Fact]
    public async Task Many_groups_run_as_agents_and_their_results_add_up()
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-test-");
        try
        {
            var store = new FolderResultStore(folder.FullName);
            var engines = new PretendEngineFactory(Requests, TimeSpan.Zero, TimeProvider.System);
            await using var runtime = new AgentRuntime(_ => store, engines, TimeProvider.System);
            await using var standIn = await StandInServer.StartAsync(new() { Runtime = runtime });
            using var client = new ArmClient(standIn);
            var plan = SamplePlans.Of(new Uri("http://127.0.0.1:1/"), Workers, TimeSpan.FromSeconds(1));
            var (run, document) = await new RunLauncher(store, null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);

            foreach (var share in plan.Workers)
                Assert.Equal(201, (await client.PutAsync($"w-{share.Index}", Bodies.Plain(("RUN_ID", plan.RunId), ("WORKER_INDEX", $"{share.Index}")))).Status);
            var controller = new RunController(run, plan, document, compute: null, TimeProvider.System);
            var state = await controller.UntilEndedAsync(TimeSpan.FromMinutes(3), CancellationToken.None);
            await Eventually.TrueAsync("all groups have succeeded", () => standIn.Groups.All(g => g.State == "Succeeded"));

            Assert.Equal(RunState.Completed, state.State);
            var result = await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None);
            Assert.Equal(Workers * Requests, result!.Metrics["http_reqs"]!.Count);
            Assert.Equal(0, runtime.Running);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
