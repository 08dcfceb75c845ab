using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using LoadTestAz.Benchmarks.Measuring;

namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>wrk: a loop over epoll in C, about as fast as a client can be. It keeps a histogram of whole microseconds.</summary>
internal static class Wrk
{
    private const string Program = "wrk";

    // Called once, at the end; in whole microseconds.
    private static readonly string Script = $$"""
        function done(summary, latency, requests)
          local e = summary.errors
          io.write(string.format("figures %d %d %d", summary.requests, summary.duration, e.connect + e.read + e.write + e.status + e.timeout))
          for _, percent in ipairs({ {{string.Join(", ", EngineWay.Percents.Select(p => p.ToString(CultureInfo.InvariantCulture)))}} }) do
            io.write(string.format(" %d", latency:percentile(percent)))
          end
          io.write("\n")
        end
        """;

    /// <summary>Why it can't be measured here; null when it can.</summary>
    public static string? WhyNot()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, ["--version"]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            process.WaitForExit();
            return null;
        }
        catch (Win32Exception)
        {
            return "wrk is left out: it is not on the PATH (Debian has it as a package)";
        }
    }

    /// <summary>Makes the load once, with a thread for each processor.</summary>
    public static async Task<EngineFigures> RunAsync(EngineJob job, CancellationToken cancellationToken)
    {
        var script = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(script, Script, cancellationToken).ConfigureAwait(false);
            var threads = Math.Min(Environment.ProcessorCount, job.Connections);
            var (output, _) = await MeasuredProcess.RunAsync(
                new ProcessStartInfo(Program, ["--threads", Number(threads), "--connections", Number(job.Connections), "--duration", $"{Number(job.Seconds)}s", "--script", script, job.Target.AbsoluteUri]),
                cancellationToken).ConfigureAwait(false);
            var line = output.Split('\n').FirstOrDefault(l => l.StartsWith("figures ", StringComparison.Ordinal)) ?? throw new BenchmarkException($"wrk said something else than was asked for: {output}");
            var figures = line.Split(' ')[1..].Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
            return figures[2] == 0
                ? new EngineFigures(figures[0] / (figures[1] / 1e6), figures[0], [.. figures[3..].Select(microseconds => microseconds / 1000)])
                : throw new BenchmarkException("Requests of wrk failed.");
        }
        finally
        {
            File.Delete(script);
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
