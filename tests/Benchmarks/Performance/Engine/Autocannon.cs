using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoadTestAz.AciStandIn.Node;
using LoadTestAz.Benchmarks.Measuring;

namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>autocannon, from npm.</summary>
internal static class Autocannon
{
    private static readonly NodeTools Tools = new("autocannon");

    private static string Script => Path.Combine(Tools.Folder, "node_modules", "autocannon", "autocannon.js");

    /// <summary>Why it can't be measured here, after a try to install it; null when it can.</summary>
    public static async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        if (!NodeTools.IsPossible())
            return "autocannon is left out: there is no Node.js here";
        try
        {
            await Tools.EnsureAsync(cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is InvalidOperationException or TimeoutException or Win32Exception)
        {
            return $"autocannon is left out: {e.Message.Split('\n')[0]}";
        }
    }

    /// <summary>Its version.</summary>
    public static async Task<string> VersionAsync(CancellationToken cancellationToken)
    {
        using var package = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(Tools.Folder, "node_modules", "autocannon", "package.json"), cancellationToken).ConfigureAwait(false));
        return package.RootElement.GetProperty("version").GetString()!;
    }

    /// <summary>Makes the load once.</summary>
    /// <param name="job">The load.</param>
    /// <param name="threads">Its worker threads; 0 for its default, all in its main thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<EngineFigures> RunAsync(EngineJob job, int threads, CancellationToken cancellationToken)
    {
        List<string> arguments = [Script, "--json", "--no-progress", "--connections", Number(job.Connections), "--duration", Number(job.Seconds),
            "--warmup", "[", "-c", Number(job.Connections), "-d", Number(WarmUp.Seconds), "]"];
        if (threads > 0)
            arguments.AddRange(["--workers", Number(threads)]);
        var (output, _) = await MeasuredProcess.RunAsync(new ProcessStartInfo("node", [.. arguments, job.Target.AbsoluteUri]), cancellationToken).ConfigureAwait(false);

        // A line for the time before, and one for what counts.
        var results = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonSerializer.Deserialize<JsonElement>(line)).ToList();
        var result = results[^1];
        if (result.GetProperty("errors").GetInt64() + result.GetProperty("non2xx").GetInt64() > 0)
            throw new BenchmarkException("Requests of autocannon failed.");
        return new EngineFigures(Requests(result) / result.GetProperty("duration").GetDouble(), results.Sum(Requests));

        static double Requests(JsonElement result) => result.GetProperty("requests").GetProperty("total").GetDouble();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
