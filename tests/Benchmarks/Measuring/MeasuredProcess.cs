using System.ComponentModel;
using System.Diagnostics;

namespace LoadTestAz.Benchmarks.Measuring;

/// <summary>Another program, run to its end.</summary>
internal static class MeasuredProcess
{
    /// <summary>Runs it. Its input ends at once; nothing else that is measured may end meanwhile.</summary>
    /// <returns>What it wrote to its standard output, and the processor time that it used, in seconds.</returns>
    /// <exception cref="BenchmarkException">It can't be started, or failed.</exception>
    public static async Task<(string Output, double Processor)> RunAsync(ProcessStartInfo start, CancellationToken cancellationToken)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        var before = ProcessorTime.OfEndedChildren;
        try
        {
            using var process = Process.Start(start)!;
            using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(CancellationToken.None), process.StandardError.ReadToEndAsync(CancellationToken.None));
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            return process.ExitCode == 0
                ? (await output.ConfigureAwait(false), (ProcessorTime.OfEndedChildren - before).TotalSeconds)
                : throw new BenchmarkException($"'{start.FileName} {string.Join(' ', start.ArgumentList)}' ended with exit code {process.ExitCode}: {await error.ConfigureAwait(false)}");
        }
        catch (Win32Exception e)
        {
            throw new BenchmarkException($"'{start.FileName}' can't be started: {e.Message}", e);
        }
    }
}
