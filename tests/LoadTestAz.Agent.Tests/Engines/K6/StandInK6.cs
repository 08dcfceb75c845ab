using System.Collections.Concurrent;
using System.Globalization;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>
/// The script that stands in for k6, and its REST API: the script says by a file which port it was given, and is told by
/// files what its REST API was asked.
/// </summary>
internal sealed class StandInK6 : IAsyncDisposable
{
    public static readonly string Program = Path.Combine(AppContext.BaseDirectory, "StandIn", "k6.sh");

    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentBag<Task> _watching = [];

    /// <summary>The servers, in the order in which they came up.</summary>
    public ConcurrentQueue<K6RestServer> Servers { get; } = new();

    /// <summary>Prepares each server before it serves.</summary>
    public Action<K6RestServer, string>? Prepare { get; init; }

    /// <summary>Serves each k6 that is started in a folder.</summary>
    public void Watch(string folder) => _watching.Add(WatchAsync(folder, _over.Token));

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        await Task.WhenAll(_watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var server in Servers)
            server.Dispose();
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
}
