using System.Diagnostics;
using System.Globalization;

namespace LoadTestAz.Benchmarks.Targets;

/// <summary>The <see cref="TargetServer"/> in a process of its own.</summary>
internal sealed class TargetProcess : IDisposable
{
    /// <summary>What makes this program a target.</summary>
    public const string Command = "target";

    /// <summary>What makes it one that answers after some milliseconds.</summary>
    public const string Waiting = "waiting";

    // Threads of .NET's pool look for work for a while before they sleep: that takes processors from what is measured.
    private const string PoolSpins = "DOTNET_ThreadPool_UnfairSemaphoreSpinLimit";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private TargetProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Its address.</summary>
    public Uri Url { get; }

    /// <summary>Starts one that answers at once.</summary>
    public static Task<TargetProcess> StartAsync(CancellationToken cancellationToken) => StartAsync([Command], cancellationToken);

    /// <summary>Starts one that answers after some milliseconds.</summary>
    public static Task<TargetProcess> StartWaitingAsync(CancellationToken cancellationToken) => StartAsync([Command, Waiting], cancellationToken);

    private static async Task<TargetProcess> StartAsync(string[] arguments, CancellationToken cancellationToken)
    {
        var start = OwnProgram.Start(arguments);
        start.Environment[PoolSpins] = "0";
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        return int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var port)
            ? new TargetProcess(process, new Uri($"http://127.0.0.1:{port}/"))
            : throw new BenchmarkException($"The target did not start: it said '{line}'.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The end of its input is its end.
        _process.StandardInput.Close();
        if (!_process.WaitForExit(Grace))
            _process.Kill();
        _process.Dispose();
    }
}
