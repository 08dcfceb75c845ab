using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Azure.Tests.Identity;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
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
        var plan = Plan(target.Url, workers: 2, TimeSpan.FromSeconds(3));
        var (run, document) = await new RunLauncher(store, null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);

        using var certificate = new TrustedCertificate(server.Certificate.CertificatePem);
        await using var first = Start(plan, location, 0, certificate);
        await using var second = Start(plan, location, 1, certificate);
        await using var duplicate = Start(plan, location, 1, certificate);
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
    public async Task Secrets_are_found_in_the_environment_by_the_names_in_the_plan_and_are_not_told()
    {
        const string Secret = "s3cr3t-t0k3n";
        var server = await azurite.RequireAsync();
        var location = server.NewLocation();
        var store = server.Open(location);
        var plan = Plan("http://127.0.0.1:9/", workers: 2, TimeSpan.FromSeconds(1)) with
        {
            Secrets = ["API_TOKEN"],
            Requests = [new() { Method = "POST", Url = new Uri("http://127.0.0.1:9/"), Name = "x", Body = "${API_TOKEN}", Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${API_TOKEN}" } }],
        };
        var (run, document) = await new RunLauncher(store, null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);

        using var certificate = new TrustedCertificate(server.Certificate.CertificatePem);
        await using var first = Start(plan, location, 0, certificate, ("API_TOKEN", Secret));
        await using var second = Start(plan, location, 1, certificate);
        var state = await new RunController(run, plan, document, compute: null, TimeProvider.System).UntilEndedAsync(TimeSpan.FromMinutes(3), CancellationToken.None);
        var ends = await Task.WhenAll(first.EndAsync(), second.EndAsync());

        Assert.Equal([WorkerState.Completed, WorkerState.Failed], state.Workers.Select(w => w.State));
        Assert.Contains("was not given the plan's secrets API_TOKEN", state.Workers[1].Detail, StringComparison.Ordinal);
        Assert.All(ends, e => Assert.DoesNotContain(Secret, e.Output, StringComparison.Ordinal));
        foreach (var entry in await store.ListAsync(run.Prefix, CancellationToken.None))
            Assert.DoesNotContain(Secret, System.Text.Encoding.UTF8.GetString((await store.TryReadAsync(entry.Name, CancellationToken.None))!), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bad_environment_is_told_and_ends_with_0()
    {
        await using var process = new WorkerProcess(new Dictionary<string, string> { ["WORKER_INDEX"] = "0" });

        var (exitCode, output) = await process.EndAsync();

        Assert.Equal(0, exitCode);
        Assert.Contains("RUN_ID is not set", output, StringComparison.Ordinal);
    }

    private static LoadTestPlan Plan(string url, int workers, TimeSpan duration) => new()
    {
        Name = "worker",
        RunId = "lt-worker",
        TestType = TestType.Protocol,
        Engine = LoadTestEngine.Http,
        TotalVus = workers,
        Duration = duration,
        TargetUrl = new Uri(url + "fast"),
        Sleep = TimeSpan.FromMilliseconds(20),
        Workers = Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker
        {
            Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = $"{i}/{workers}:{i + 1}/{workers}", Cpu = 1, MemoryGB = 2,
        }).ToArray(),
    };

    private static WorkerProcess Start(LoadTestPlan plan, string location, int index, TrustedCertificate certificate, params (string Name, string Value)[] more) => new(new Dictionary<string, string>(more.Select(m => KeyValuePair.Create(m.Name, m.Value)))
    {
        ["RUN_ID"] = plan.RunId,
        ["WORKER_INDEX"] = $"{index}",
        ["CONTAINER_NAME"] = location[(location.LastIndexOf('/') + 1)..],
        ["LOADTEST_BLOB_ENDPOINT"] = location[..location.LastIndexOf('/')],
        ["SSL_CERT_FILE"] = certificate.Path,
    });

    private sealed class TrustedCertificate : IDisposable
    {
        public TrustedCertificate(string pem) => File.WriteAllText(Path, pem);

        public string Path { get; } = System.IO.Path.GetTempFileName();

        public void Dispose() => File.Delete(Path);
    }
}
