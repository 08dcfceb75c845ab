using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>
/// The script that stands in for k6, and its REST API: the script says by a file which port it was given, and is told by
/// files what its REST API was asked.
/// </summary>
internal sealed class StandInK6 : IAsyncDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentBag<Task> _watching = [];

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "StandIn", "k6.sh");

    /// <summary>The servers, in the order in which they came up.</summary>
    public ConcurrentQueue<K6RestServer> Servers { get; } = new();

    /// <summary>Prepares each server before it serves.</summary>
    public Action<K6RestServer, string>? Prepare { get; init; }

    public static void SkipWhereItCanNotRun() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");

    /// <summary>Asserts that none is left that works in a folder.</summary>
    public static void AssertGone(string folder) =>
        Assert.DoesNotContain(Process.GetProcesses(), p => CommandLineOf(p).Contains(folder, StringComparison.Ordinal));

    /// <summary>From now on nobody answers.</summary>
    public void FallSilent()
    {
        foreach (var server in Servers)
            server.Dispose();
    }

    /// <summary>Serves each k6 that is started in a folder.</summary>
    public void Watch(string folder) => _watching.Add(WatchAsync(folder, _over.Token));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        FallSilent();
        _over.Dispose();
    }

    private async Task WatchAsync(string folder, CancellationToken over)
    {
        string In(string name) => Path.Combine(folder, name);
        for (string? known = null; ; await Task.Delay(20, over))
        {
            if (!File.Exists(In("port")) || await File.ReadAllTextAsync(In("port"), over) is var port && port == known)
                continue;
            known = port;
            var server = new K6RestServer(int.Parse(port, CultureInfo.InvariantCulture))
            {
                Unpaused = () => File.WriteAllText(In("go"), ""),
                Stopped = () => File.WriteAllText(In("stop"), ""),
                StatusNow = () => File.Exists(In("ended")) ? (File.Exists(In("stop")) ? 10 : 9) : File.Exists(In("go")) ? 7 : 4,
                Running = path =>
                {
                    File.WriteAllText(In(path == "/v1/setup" ? "setup-began" : "torn-down"), "");
                    return Task.CompletedTask;
                },
            };
            Prepare?.Invoke(server, folder);
            Servers.Enqueue(server);
        }
    }

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
