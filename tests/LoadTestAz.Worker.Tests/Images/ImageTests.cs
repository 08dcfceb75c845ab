using LoadTestAz.AciStandIn.Azurite;
using LoadTestAz.AciStandIn.Identity;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Shell.SampleTargets;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>
/// What the Dockerfiles say, carried out without a container engine: the build stage by its own command, and the last stage's
/// entry point as its user, over a root file system that can't be written to, as the first process of its namespace.
/// </summary>
public sealed class ImageTests(AzuriteFixture azurite, WorkerBuild build) : IClassFixture<WorkerBuild>
{
    private const string Worker = "Dockerfile.worker";
    private const string Browser = "Dockerfile.browser-worker";

    // What a registry and each new worker have to move; see docs/images.md.
    private const long MaxWorkerSize = 25 << 20;

    [Fact]
    public async Task The_image_has_the_worker_k6_and_the_license_and_no_more()
    {
        var image = await WorkerImage.AssembleAsync(build, Worker, StandIn);

        var files = Directory.EnumerateFiles(image.Layer, "*", SearchOption.AllDirectories).Select(path => path[image.Layer.Length..]).Order(StringComparer.Ordinal);
        Assert.Equal(["/usr/bin/k6", "/usr/bin/loadtestaz-worker", "/usr/share/doc/loadtestaz/LICENSE"], files);
        Assert.InRange(new FileInfo(image.Layer + "/usr/bin/loadtestaz-worker").Length, 1 << 20, MaxWorkerSize);
    }

    [Theory]
    [InlineData(Worker, LoadTestEngine.Http)]
    [InlineData(Worker, LoadTestEngine.K6)]
    [InlineData(Browser, LoadTestEngine.Http)]
    public async Task A_worker_does_its_job_in_the_image(string file, LoadTestEngine engine)
    {
        RequireToolsOf(file);
        var image = await WorkerImage.AssembleAsync(build, file, engine == LoadTestEngine.K6 ? RealK6.PathOrSkip() : StandIn);
        using var target = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);

        var (result, output) = await RunAsync(image, WorkerPlans.Of(target.Url, workers: 1, TimeSpan.FromSeconds(2)) with { Engine = engine });

        Assert.True(result?.Metrics["http_reqs"]?.Count > 0, output);
        Assert.Equal(target.GetStatistics().TotalRequests, result.Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task A_browser_worker_looks_at_pages_in_the_image()
    {
        RequireToolsOf(Browser);
        var image = await WorkerImage.AssembleAsync(build, Browser, RealK6.PathOrSkip());
        using var site = new PageServer();
        var plan = WorkerPlans.Of(site.Url, workers: 1, TimeSpan.FromSeconds(5));

        var (result, output) = await RunAsync(image, plan with
        {
            Engine = LoadTestEngine.K6,
            TestType = TestType.Browser,
            TargetUrl = new Uri(site.Url),
            Workers = [plan.Workers[0] with { TestType = TestType.Browser }],
        });

        Assert.True(site.Pages > 0, output);
        Assert.Equal(site.Pages, result!.Metrics["iterations"]!.Count);
        Assert.True(result.Metrics["browser_web_vital_ttfb"]!.Count > 0, output);
    }

    [Theory]
    [InlineData(Worker)]
    [InlineData(Browser)]
    public async Task What_ends_a_container_ends_the_worker_in_good_order(string file)
    {
        RequireToolsOf(file);
        var image = await WorkerImage.AssembleAsync(build, file, StandIn);
        var server = await azurite.RequireAsync();
        var location = server.NewLocation();
        var plan = WorkerPlans.Of("http://127.0.0.1:9/", workers: 2, TimeSpan.FromSeconds(2));
        var store = server.Open(location);
        var (run, _) = await new RunLauncher(store, null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);
        await using var worker = Start(image, plan, location, server);

        // Ready, and nobody starts the run: it waits.
        for (var i = 0; i < 600 && await store.TryReadAsync(run.Prefix + "ready_0.json", CancellationToken.None) is null && !worker.HasEnded; i++)
            await Task.Delay(100);
        worker.AskToEnd();
        var (exitCode, output) = await worker.EndAsync();

        Assert.True(exitCode == 0, output);
        Assert.NotNull(await store.TryReadAsync(run.Prefix + "completion_0.json", CancellationToken.None));
    }

    private static string StandIn => Path.Combine(AppContext.BaseDirectory, "StandIn", "k6.sh");

    // This machine stands for the one image's base, with what the Dockerfile installs there.
    private static void RequireToolsOf(string file)
    {
        Container.RequireOrSkip();
        if (file != Browser)
            return;
        RealK6.BrowserOrSkip();
        Assert.SkipUnless(File.Exists("/usr/bin/tini") && File.Exists("/usr/bin/chromium"), "The image has Debian's packages tini and chromium, and this machine lacks one.");
    }

    private async Task<(LoadTestResult? Result, string Output)> RunAsync(WorkerImage image, LoadTestPlan plan)
    {
        var server = await azurite.RequireAsync();
        var location = server.NewLocation();
        var (run, document) = await new RunLauncher(server.Open(location), null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);
        await using var worker = Start(image, plan, location, server);
        var controller = new RunController(run, plan, document, compute: null, TimeProvider.System);
        var state = await controller.UntilEndedAsync(TimeSpan.FromMinutes(3), CancellationToken.None);
        var (exitCode, output) = await worker.EndAsync();

        Assert.Equal(0, exitCode);
        Assert.True(state.State is RunState.Completed, $"{state.Workers[0].Detail}\n{output}");
        return (await new ResultMerger(run, plan).MergeAsync(state, controller.Observer, CancellationToken.None), output);
    }

    private static WorkerProcess Start(WorkerImage image, LoadTestPlan plan, string location, AzuriteServer server)
    {
        var environment = WorkerPlans.Environment(plan, location, 0);
        environment["LOADTEST_EXPIRES_AT"] = (TimeProvider.System.GetUtcNow() + TimeSpan.FromMinutes(10)).ToString("O"); // Also when these tests are killed.
        environment[ManagedIdentityEndpoint.HostVariable] = Environment.GetEnvironmentVariable(ManagedIdentityEndpoint.HostVariable)!;
        return image.Start(environment, server.Certificate.CertificatePem);
    }
}
