using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Runtime;
using System.Text.Json;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Merging.Peers;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;

namespace LoadTestAz.Benchmarks.Merging;

/// <summary>What merges the files of a folder in a process of its own, so that its start, processor time and memory count.</summary>
internal static class MergeProcess
{
    /// <summary>What makes this program such a process; the way and the folder follow.</summary>
    public const string Command = "merge-folder";

    /// <summary>The ways that this program has.</summary>
    public const string Ours = "ours", Exact = "exact", DuckDb = "duckdb", Gunzip = "gunzip";

    // In so many merges .NET compiles for good what they spend their time in; what is compiled already needs one to get going.
    private const int Warming = 20, WarmingOfOthers = 2;
    private const int Repeated = 7;

    // Unless told so .NET waits for a pause of 0.1 s, on one processor of 1 s, before it compiles anything for good: it would
    // compile while it is measured, and on one processor nearly never. What it compiles is the same.
    private static readonly KeyValuePair<string, string?> CompileAtOnce = new("DOTNET_TC_CallCountingDelayMs", "0");

    /// <summary>This program once more.</summary>
    /// <param name="way">What it does.</param>
    /// <param name="folder">With these files.</param>
    /// <param name="again">Whether it does it again and again, and tells of the last few times alone.</param>
    public static ProcessStartInfo Own(string way, string folder, bool again = false) =>
        Settled(OwnProgram.Start(Command, way, folder, again ? "again" : "once"), again);

    /// <summary>The same, on one processor.</summary>
    public static ProcessStartInfo OwnOnOneProcessor(string way, string folder, bool again = false)
    {
        var own = Own(way, folder, again);
        return Settled(new ProcessStartInfo("taskset", ["-c", "0", own.FileName, .. own.ArgumentList]), again);
    }

    private static ProcessStartInfo Settled(ProcessStartInfo start, bool again)
    {
        if (again)
            start.Environment.Add(CompileAtOnce);
        return start;
    }

    /// <summary>Runs such a process to its end.</summary>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static async Task<MergeFigures> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        var begin = Stopwatch.GetTimestamp();
        var (answer, processor) = await MeasuredProcess.RunAsync(start, cancellationToken).ConfigureAwait(false);
        return new MergeFigures(Stopwatch.GetElapsedTime(begin).TotalSeconds, processor, JsonSerializer.Deserialize<MergeAnswer>(answer)!);
    }

    /// <summary>Is such a process.</summary>
    public static async Task RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var (way, folder, again) = (arguments[0], arguments[1], arguments[2] == "again");
        var warming = way is Ours or Exact ? Warming : WarmingOfOthers;
        var (figures, seconds) = ((Count: (double?)null, Sum: (double?)null, P95: (double?)null), new List<double>());
        for (var round = again ? -warming : 0; round < (again ? Repeated : 1); round++)
        {
            var begin = Stopwatch.GetTimestamp();
            figures = await MergeAsync(way, folder, cancellationToken).ConfigureAwait(false);
            if (round >= 0)
                seconds.Add(Stopwatch.GetElapsedTime(begin).TotalSeconds);
        }

        seconds.Sort();
        await output.WriteLineAsync(new MergeAnswer(figures.Count, figures.Sum, figures.P95, PeakBytes(), seconds[seconds.Count / 2], JitInfo.GetCompilationTime().TotalSeconds).ToJson()).ConfigureAwait(false);
    }

    private static async Task<(double? Count, double? Sum, double? P95)> MergeAsync(string way, string folder, CancellationToken cancellationToken) =>
        way switch
        {
#if RELEASE
            DuckDb => await DuckDbMerge.RunAsync(folder, cancellationToken).ConfigureAwait(false),
#endif
            Gunzip => await UnpackAsync(folder, cancellationToken).ConfigureAwait(false),
            _ => await MergeAsync(folder, way == Exact, cancellationToken).ConfigureAwait(false),
        };

    /// <summary>Merges the files of a folder.</summary>
    public static async Task<(double? Count, double? Sum, double? P95)> MergeAsync(string folder, bool exact, CancellationToken cancellationToken)
    {
        var merge = new FileMerge(new FileMergeOptions { Exact = exact }, TimeProvider.System);
        var outcome = await merge.MergeAsync([new MergeInput(folder, IsNamed: true)], cancellationToken).ConfigureAwait(false);
        if (outcome.Problems.Count > 0)
            throw new BenchmarkException(outcome.Problems[0].Message);
        return outcome.Result?.Metrics["http_req_duration"] is { } metric
            ? (metric.Count, metric.Sum, metric.P95)
            : throw new BenchmarkException($"The files in '{folder}' have no http_req_duration.");
    }

    // What nobody who reads these files can do without.
    private static async Task<(double? Count, double? Sum, double? P95)> UnpackAsync(string folder, CancellationToken cancellationToken)
    {
        await Parallel.ForEachAsync(Directory.GetFiles(folder), cancellationToken, async (path, token) =>
        {
            using var gzip = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
            await gzip.CopyToAsync(Stream.Null, 1 << 20, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
        return (null, null, null);
    }

    private static long PeakBytes()
    {
        // Process.PeakWorkingSet64 is the same on Linux; read here so that it is what others find as VmHWM.
        const string status = "/proc/self/status";
        var line = File.Exists(status) ? File.ReadLines(status).FirstOrDefault(l => l.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        return line is null ? Process.GetCurrentProcess().PeakWorkingSet64 : 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
