using System.Diagnostics;
using System.Globalization;

namespace LoadTestAz.Benchmarks.Targets;

/// <summary>The <see cref="TargetServer"/> in a process of its own.</summary>
internal sealed class TargetProcess : IDisposable
{
    /// <summary>What makes this program a target.</summary>
    public const string Command = "target";

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly Process _process;

    private TargetProcess(Process process, Uri url) => (_process, Url) = (process, url);

    /// <summary>Its address.</summary>
    public Uri Url { get; }

    /// <summary>Starts it.</summary>
    public static async Task<TargetProcess> StartAsync(CancellationToken cancellationToken)
    {
        var process = Process.Start(OwnProgram.Start(Command))!;
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
