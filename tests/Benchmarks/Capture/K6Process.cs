using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Plans;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>k6 without an agent, called as the agent calls it but for the output.</summary>
internal static class K6Process
{
    private const int ReadBytes = 1 << 20;

    /// <summary>Runs it to its end. What it writes to standard output is read and thrown away.</summary>
    /// <param name="plan">The load.</param>
    /// <param name="folder">An empty folder.</param>
    /// <param name="output">What says where samples go.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <param name="code">The script; null for the plan's requests.</param>
    /// <param name="more">Variables beside those of the load.</param>
    public static async Task<CaptureFigures> RunAsync(
        LoadTestPlan plan, string folder, IReadOnlyList<string> output, CancellationToken cancellationToken, string? code = null, IReadOnlyDictionary<string, string>? more = null)
    {
        var (script, summary) = (Path.Combine(folder, "script.js"), Path.Combine(folder, "summary.json"));
        await File.WriteAllTextAsync(script, code ?? K6ScriptGenerator.Create(plan, TestType.Protocol), cancellationToken).ConfigureAwait(false);

        // In a session of its own, as under the agent: Linux shares the processors out by session first (sched_autogroup), so what
        // k6 gets beside the server depends on that.
        string[] line = [.. Agent.Engines.K6.K6Process.OwnSession, plan.K6Path!, "run", "--no-usage-report", "--no-color", "--quiet", "--no-thresholds", "--summary-export", summary, .. output, script];
        var start = new ProcessStartInfo(line[0], line[1..]) { WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true };
        K6Environment.Apply(start.Environment, new Dictionary<string, string>(K6Environment.NoCallHome.Concat(more ?? new Dictionary<string, string>()))
        {
            ["TARGET_URL"] = plan.TargetUrl!.OriginalString,
            ["K6_VUS"] = plan.TotalVus.ToString(CultureInfo.InvariantCulture),
            ["K6_DURATION"] = K6Duration.Format(plan.Duration),
        });

        var (children, own) = (ProcessorTime.OfEndedChildren, ProcessorTime.Own);
        using (var process = Process.Start(start)!)
        {
            using var kill = cancellationToken.Register(process.Kill);
            process.StandardInput.Close();
            await process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, ReadBytes, CancellationToken.None).ConfigureAwait(false);
            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (process.ExitCode != 0)
                throw new BenchmarkException($"'{plan.K6Path} run' ended with exit code {process.ExitCode}.");
        }

        using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(summary, cancellationToken).ConfigureAwait(false));
        var requests = json.RootElement.GetProperty("metrics").GetProperty("http_reqs").GetProperty("count").GetDouble();
        return new CaptureFigures(requests, (ProcessorTime.OfEndedChildren - children).TotalSeconds, (ProcessorTime.Own - own).TotalSeconds);
    }
}
