using System.Text;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Secrets;

/// <summary>Whatever an engine says, shows or leaves behind, no secret leaves its worker.</summary>
public sealed class SecretWorkerTests : IDisposable
{
    private const string Secret = "s3cr3t-t0k3n";
    private static readonly LoadTestPlan Plan = Simulation.Plan(workers: 1) with { Secrets = ["API_TOKEN"] };

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;

    [Fact]
    public async Task An_engines_words_files_and_tags_leave_without_it()
    {
        var file = Path.Combine(_folder, "k6.log");
        await File.WriteAllTextAsync(file, $"the token is {Secret}");
        string? given = null;
        var simulation = Of(clock => context => new ScriptedEngine(context, clock)
        {
            Files = [new EngineFile("k6_console_0.log", file)],
            EachSecond = (c, second) =>
            {
                given = c.Secrets?.Find("API_TOKEN");
                c.Log($"it is {Secret}");
                c.Sink.Record(clock.GetUtcNow(), TagSet.Empty.With("check", $"with {Secret}"), [new(BuiltInMetrics.Checks, 1), new(new Metric($"of_{Secret}", MetricType.Counter), 1)]);
                if (second == 5)
                    throw new InvalidOperationException($"broken by {Secret}");
            },
        });

        var run = await RunAsync(simulation, Plan, Secret);

        Assert.Equal(Secret, given);
        Assert.Equal("broken by ***", run.Workers[0].Detail);
        Assert.Contains("it is ***", await LogAsync(simulation));
        Assert.DoesNotContain(Secret, await simulation.Compute.ReadLogAsync("lt-1", 0, CancellationToken.None) ?? "");
        Assert.Equal("the token is ***", Encoding.UTF8.GetString((await simulation.Store.TryReadAsync("lt-1/k6_console_0.log", CancellationToken.None))!));
        Assert.Equal("with ***", Assert.Single((await simulation.MergeAsync(Plan))!.Checks).Name);
        await AssertNowhereAsync(simulation);
    }

    [Fact]
    public async Task An_engine_that_can_not_begin_tells_why_without_it()
    {
        var simulation = Of(clock => context => new ScriptedEngine(context, clock) { Preparing = (_, _) => throw new EngineException(WorkerCause.ScriptError, $"refused {Secret}") });
        var run = await RunAsync(simulation, Plan, Secret);
        Assert.Equal((WorkerCause.ScriptError, "refused ***"), (run.Workers[0].Cause, run.Workers[0].Detail));
        await AssertNowhereAsync(simulation);
    }

    [Fact]
    public async Task A_worker_that_was_not_given_it_says_so_and_makes_no_load()
    {
        var simulation = Of(clock => context => new ScriptedEngine(context, clock));
        var run = await RunAsync(simulation, Plan with { Secrets = ["API_TOKEN", "OTHER", "THIRD"] }, Secret);
        Assert.Equal(WorkerState.Failed, run.Workers[0].State);
        Assert.Contains("was not given the plan's secrets OTHER, THIRD", run.Workers[0].Detail);
        Assert.Null(run.Workers[0].StartedAt);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Simulation Of(Func<TimeProvider, Func<EngineContext, ILoadEngine>> engine)
    {
        Simulation? simulation = null;
        return simulation = new Simulation(new ScriptedEngines(context => engine(simulation!.Clock)(context)));
    }

    private static async Task<LoadTestRun> RunAsync(Simulation simulation, LoadTestPlan plan, string secret)
    {
        var launcher = new RunLauncher(simulation.Store, simulation.Compute, simulation.Clock) { Secrets = WorkerSecrets.Of(plan.Secrets, name => name == "API_TOKEN" ? secret : null) };
        var (run, document) = await launcher.CreateAsync(plan, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 1, CancellationToken.None))
            Assert.Equal(WorkerCause.None, worker.Cause);
        return await simulation.ElapseAsync(simulation.Controller(plan, document).UntilEndedAsync(null, CancellationToken.None));
    }

    private static async Task<string> LogAsync(Simulation simulation) =>
        Encoding.UTF8.GetString((await simulation.Store.TryReadAsync("lt-1/worker_0.log", CancellationToken.None))!);

    private static async Task AssertNowhereAsync(Simulation simulation)
    {
        foreach (var name in simulation.Store.Names.Where(name => !name.EndsWith(".gz", StringComparison.Ordinal)))
            Assert.DoesNotContain(Secret, Encoding.UTF8.GetString((await simulation.Store.TryReadAsync(name, CancellationToken.None))!));
    }
}
