using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.Versioning;
using LoadTestAz.AciStandIn.Runtimes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Runtimes;

/// <summary>Processes in place of containers, with a shell as the program.</summary>
[SupportedOSPlatform("linux")]
public sealed class WorkerProcessTests
{
    private static readonly Dictionary<string, string> Environment = new() { ["PATH"] = "/usr/bin:/bin", ["GREETING"] = "hello" };

    private readonly ConcurrentQueue<string> _printed = new();

    [Fact]
    public async Task It_has_its_environment_and_no_other_and_tells_how_it_ended()
    {
        await using var process = Start("echo $GREETING; echo home=$HOME; echo problem >&2; exit 3");

        Assert.Equal(3, await process.Exited);
        Assert.Equal(["hello", "home=", "problem"], _printed.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task It_can_end_in_good_order_when_asked_to()
    {
        await using var process = Start("trap 'echo bye; exit 5' TERM; echo up; while true; do sleep 0.05; done");
        await Eventually.TrueAsync("it is up", () => _printed.Contains("up"));

        await process.StopAsync();

        Assert.Equal(5, await process.Exited);
        Assert.Contains("bye", _printed);
    }

    [Fact]
    public async Task It_is_killed_with_all_that_it_started()
    {
        await using var process = Start("sleep 300 & echo $!; wait");
        await Eventually.TrueAsync("it is up", () => !_printed.IsEmpty);

        process.Kill();

        Assert.Equal(137, await process.Exited);
        await GoneAsync(int.Parse(_printed.First()));
    }

    [Fact]
    public async Task It_ends_when_the_stand_in_is_killed()
    {
        // This program, in a process of its own, is killed while a worker of it can't reach its store.
        using var standIn = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LoadTestAz.AciStandIn.dll"), "--blob", "https://127.0.0.1:1/account", "--pull", "0s"])
        {
            RedirectStandardOutput = true,
        })!;
        int worker;
        try
        {
            worker = await StartWorkerAsync(standIn);
        }
        finally
        {
            standIn.Kill();
        }

        await GoneAsync(worker);
    }

    [Fact]
    public async Task It_ends_when_the_stand_in_stops()
    {
        int worker;
        await using (var standIn = await StandInServer.StartAsync())
        {
            using var client = new ArmClient(standIn);
            worker = await StartWorkerAsync(client);
        }

        Assert.True(IsGone(worker));
    }

    private static async Task<int> StartWorkerAsync(Process standIn)
    {
        var (arm, certificate) = ("", "");
        while (certificate.Length == 0 && await standIn.StandardOutput.ReadLineAsync() is { } line)
        {
            arm = line.Contains("arm_endpoint:", StringComparison.Ordinal) ? line.Split(": ")[1] : arm;
            certificate = line.Contains("SSL_CERT_FILE=", StringComparison.Ordinal) ? line.Split('=')[1] : certificate;
        }

        var pem = await File.ReadAllTextAsync(certificate);
        using var client = new ArmClient(new Uri(arm), LoopbackHandlers.Trusting(pem), new StandInWorld());
        return await StartWorkerAsync(client);
    }

    // Its store can't be reached, so it goes on trying.
    private static async Task<int> StartWorkerAsync(ArmClient client)
    {
        var run = $"lt-{Guid.NewGuid():N}";
        await client.PutAsync("w", Bodies.Plain(("RUN_ID", run), ("WORKER_INDEX", "0"), ("CONTAINER_NAME", "results"), ("LOADTEST_BLOB_ENDPOINT", "https://127.0.0.1:1/account")));
        await client.UntilAsync("w", "Running");
        var worker = 0;
        await Eventually.TrueAsync("the worker runs", () => (worker = FindByEnvironment($"RUN_ID={run}")) != 0);
        return worker;
    }

    private static int FindByEnvironment(string variable)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                if (File.ReadAllText(Path.Combine(folder, "environ")).Split('\0').Contains(variable) && File.ReadAllText(Path.Combine(folder, "cmdline")).StartsWith("dotnet", StringComparison.Ordinal))
                    return int.Parse(Path.GetFileName(folder));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended meanwhile, or belongs to somebody else.
            }
        }

        return 0;
    }

    private static Task GoneAsync(int id) => Eventually.TrueAsync($"process {id} has ended", () => IsGone(id));

    private static bool IsGone(int id)
    {
        try
        {
            // A process that has ended and that nobody has asked about yet is still listed.
            return File.ReadAllText($"/proc/{id}/stat").Split(')')[^1].TrimStart().StartsWith('Z');
        }
        catch (IOException)
        {
            return true;
        }
    }

    private WorkerProcess Start(string script) => WorkerProcess.Start(["/bin/sh", "-c", script], Environment, _printed.Enqueue);
}
