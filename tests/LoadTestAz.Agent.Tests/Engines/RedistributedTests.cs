using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Tests.Engines.K6;
using LoadTestAz.Agent.Tests.Engines.K6.Scripts;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines;

/// <summary>Three workers with real engines, the first of which fails before the start: the other two make all of the load.</summary>
public sealed class RedistributedTests : IDisposable
{
    private const string Rate = """
        import { check } from 'k6';
        export const options = { scenarios: { arrivals: { executor: 'constant-arrival-rate', rate: 31, timeUnit: '1s', duration: '5s', preAllocatedVUs: 7 } } };
        export function setup() { return 7; }
        export default function (data) { check(data, { 'setup ran': d => d === 7 }); }
        """;

    private const string Users = """
        import { check, sleep } from 'k6';
        export default function () { check(__ENV, { 'of three': e => e.WORKER_COUNT === '3' && e.TOTAL_VUS === '13' && ['7', '6'].includes(e.VUS) }); sleep(0.5); }
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly TokenServer _target = new();

    [Theory]
    [InlineData(LoadDivision.Segments)]
    [InlineData(LoadDivision.Vus)]
    public async Task K6_makes_the_rate_and_the_users_of_the_whole(LoadDivision division)
    {
        var k6 = K6Binary.Find(null, Environment.GetEnvironmentVariable);
        Assert.SkipWhen(k6 is null, K6Binary.WhyMissing(null, Environment.GetEnvironmentVariable));
        var script = Path.Combine(_folder, "script.js");
        await File.WriteAllTextAsync(script, division is LoadDivision.Segments ? Rate : Users);
        var local = new LocalRun(Plan() with { K6Path = k6, Script = script, Division = division }, k6, WithoutTheFirst());

        var (run, result) = await local.RunAsync();

        AssertRedistributed(run);
        Assert.All(result!.Checks, c => Assert.Equal(0, c.Fails));
        Assert.All(run.Workers.Skip(1), w => Assert.Equal(0, w.ExitCode));
        if (division is LoadDivision.Segments)
        {
            // 31 a second for 5 s; k6 begins one more where the last is due at the end. What the machine was too busy for is dropped, and counted.
            Assert.InRange(result.Metrics["iterations"]!.Count!.Value + result.DroppedIterations, 154, 157);
            Assert.Equal(7, result.Metrics["vus_max"]!.Value);
        }
        else
        {
            Assert.Equal(13, result.Metrics["vus_max"]!.Value);
        }

        // What the first engine of a worker said is in the console log, and so is what the second said.
        Assert.Contains("Ready with k6", await local.FileAsync("worker_1.log"), StringComparison.Ordinal);
        Assert.Equal(2, (await local.FileAsync("worker_1.log")).Split("Ready with k6").Length - 1);
        Assert.DoesNotContain("starts k6 anew for that", await local.FileAsync("worker_1.log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_in_engine_has_all_of_the_users()
    {
        var plan = Plan() with { Engine = LoadTestEngine.Http, TargetUrl = _target.Url, Duration = TimeSpan.FromSeconds(3), Sleep = TimeSpan.FromMilliseconds(300) };
        var store = new MemoryResultStore(TimeProvider.System);
        var compute = new LoadTestAz.Agent.Local.LocalComputeBackend(WithoutTheFirst(), TimeProvider.System, new ScriptedProbe());
        var launcher = new RunLauncher(store, compute, TimeProvider.System);
        var (run, document) = await launcher.CreateAsync(plan, CancellationToken.None);
        await foreach (var worker in launcher.LaunchAsync(run, plan, 3, CancellationToken.None))
            Assert.Equal(WorkerCause.None, worker.Cause);
        var controller = new RunController(run, plan, document, compute, TimeProvider.System);

        var state = await controller.UntilEndedAsync(null, CancellationToken.None);
        var result = (await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None))!;

        AssertRedistributed(state);
        Assert.Equal(13, result.Metrics["vus_max"]!.Value);
        Assert.Equal(_target.Requests.Count, result.Metrics["http_reqs"]!.Count);
    }

    public void Dispose()
    {
        _target.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static void AssertRedistributed(LoadTestRun run)
    {
        Assert.Equal([(WorkerState.Failed, 0, 5), (WorkerState.Completed, 7, 4), (WorkerState.Completed, 6, 4)], run.Workers.Select(w => (w.State, w.Vus, w.PlannedVus)));
        Assert.Equal("2/3 workers, 13/13 VUs", $"{run.Coverage}");
    }

    private static LoadTestPlan Plan() => K6Plans.Of(vus: [5, 4, 4]) with
    {
        Duration = TimeSpan.FromSeconds(5),
        Execution = new() { StartTimeout = TimeSpan.FromMinutes(3), OnMissingWorkers = MissingWorkersPolicy.Redistribute },
    };

    private static ScriptedEngines WithoutTheFirst()
    {
        var real = new EngineFactory(TimeProvider.System);
        return new ScriptedEngines(context => context.Worker.Index == 0
            ? throw new EngineException(WorkerCause.EngineError, "this machine is broken")
            : real.CreateAsync(context, CancellationToken.None).GetAwaiter().GetResult());
    }
}
