using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>The script that stands in for k6, and its REST API, which is the test's.</summary>
internal sealed class StandInApi : IDisposable
{
    private readonly CancellationTokenSource _over = new();
    private readonly ConcurrentBag<K6RestServer> _servers = [];

    public static string Program { get; } = Path.Combine(AppContext.BaseDirectory, "StandIn", "k6.sh");

    public static void SkipWhereItCanNotRun() => Assert.SkipWhen(OperatingSystem.IsWindows(), "The stand-in is a shell script.");

    /// <summary>Asserts that none is left that works in a folder.</summary>
    public static void AssertGone(string folder) =>
        Assert.DoesNotContain(Process.GetProcesses(), p => CommandLineOf(p).Contains(folder, StringComparison.Ordinal));

    /// <summary>Answers for the one that works in a folder, as soon as it is there.</summary>
    public void Serve(string folder) => _ = ServeAsync(folder);

    /// <summary>From now on nobody answers.</summary>
    public void FallSilent()
    {
        foreach (var server in _servers)
            server.Dispose();
    }

    public void Dispose()
    {
        _over.Cancel();
        FallSilent();
    }

    // The stand-in says by a file which port it was given, and is told by files what its REST API was asked.
    private async Task ServeAsync(string folder)
    {
        var port = Path.Combine(folder, "port");
        while (!File.Exists(port))
            await Task.Delay(20, _over.Token);
        _servers.Add(new K6RestServer(int.Parse(await File.ReadAllTextAsync(port), CultureInfo.InvariantCulture))
        {
            Unpaused = () => File.WriteAllText(Path.Combine(folder, "go"), ""),
            Stopped = () => File.WriteAllText(Path.Combine(folder, "stop"), ""),
        });
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
