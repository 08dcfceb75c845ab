using System.Diagnostics;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Azure.Tests.Identity;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Shell.SampleTargets;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]
[assembly: AssemblyFixture(typeof(IdentityStandIn))]

// What most of these tests do is wait: for the common start of a run, for loads of seconds, for outages. So more of them run at
// once than there are processors. No two share anything but Azurite, where each has a container of its own.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.All, MaxThreads = 4)]

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
    public async Task A_k6_that_waits_for_its_start_does_not_outlive_its_worker()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/usr/bin/setpriv"), "Only Linux tells a child of its parent's death, by setpriv of util-linux.");
        var server = await azurite.RequireAsync();
        var location = server.NewLocation();
        var plan = WorkerPlans.Of("http://127.0.0.1:9/", workers: 1, TimeSpan.FromSeconds(3)) with { Engine = LoadTestEngine.K6 };
        await new RunLauncher(server.Open(location), null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);
        var folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
        var workFolder = folder;
        var k6 = Path.Combine(folder, "k6");
        File.Copy(Path.Combine(AppContext.BaseDirectory, "StandIn", "k6.sh"), k6);

        using var certificate = new TrustedCertificate(server.Certificate.CertificatePem);
        await using var worker = WorkerPlans.Start(plan, location, 0, certificate, ("LOADTEST_K6", k6));
        try
        {
            // It stands in for a k6 that writes nothing, so nothing but the signal ends it.
            Assert.True(await HoldsAsync(() => Running(k6).Count == 1), "The worker did not start k6.");
            workFolder = new DirectoryInfo($"/proc/{Running(k6)[0].Id}/cwd").ResolveLinkTarget(returnFinalTarget: true)!.FullName;
            worker.KillAlone();
            Assert.True(await HoldsAsync(() => Running(k6).Count == 0), "k6 is still there, and its worker is gone.");
        }
        finally
        {
            foreach (var left in Running(k6))
                left.Kill();
            foreach (var used in new[] { folder, workFolder }.Distinct())
                Directory.Delete(used, recursive: true);
        }
    }

    [Fact]
    public async Task Secrets_are_found_in_the_environment_by_the_names_in_the_plan_and_are_not_told()
    {
        const string Secret = "s3cr3t-t0k3n";
        var server = await azurite.RequireAsync();
        var location = server.NewLocation();
        var store = server.Open(location);
        var plan = WorkerPlans.Of("http://127.0.0.1:9/", workers: 2, TimeSpan.FromSeconds(1)) with
        {
            Secrets = ["API_TOKEN"],
            Requests = [new() { Method = "POST", Url = new Uri("http://127.0.0.1:9/"), Name = "x", Body = "${API_TOKEN}", Headers = new Dictionary<string, string> { ["Authorization"] = "Bearer ${API_TOKEN}" } }],
        };
        var (run, document) = await new RunLauncher(store, null!, TimeProvider.System).CreateAsync(plan, CancellationToken.None);

        using var certificate = new TrustedCertificate(server.Certificate.CertificatePem);
        await using var first = WorkerPlans.Start(plan, location, 0, certificate, ("API_TOKEN", Secret));
        await using var second = WorkerPlans.Start(plan, location, 1, certificate);
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

    private static async Task<bool> HoldsAsync(Func<bool> condition)
    {
        for (var i = 0; i < 600 && !condition(); i++)
            await Task.Delay(100);
        return condition();
    }

    // Those that wait to be let go; k6 was asked for its version before.
    private static List<Process> Running(string program) =>
        [.. Process.GetProcesses().Where(p => CommandLineOf(p).Contains(program + "\0", StringComparison.Ordinal) && CommandLineOf(p).Contains("--paused", StringComparison.Ordinal))];

    private static string CommandLineOf(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
