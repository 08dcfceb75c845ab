using System.Diagnostics;
using System.Globalization;
using System.Text;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Performance.Agent;
using LoadTestAz.Benchmarks.Performance.Controller;
using LoadTestAz.Benchmarks.Performance.Engine;
using LoadTestAz.Benchmarks.Performance.Growth;
using LoadTestAz.Benchmarks.Performance.Importing;
using LoadTestAz.Benchmarks.Performance.Merging;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Performance;

/// <summary>Measures everything that people may ask about, and writes the report from what it measured.</summary>
internal sealed class PerformanceBenchmark : IBenchmark
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    private static readonly ISection[] Sections =
    [
        new MergeSection(),
        new WorkerFilesSection(),
        new ImportSection(),
        new EngineSection(),
        new AgentSection(),
        new ControllerSection(),
        new GrowthSection(),
    ];

    /// <inheritdoc/>
    public string Name => "performance";

    /// <inheritdoc/>
    public string Summary => $"""
        LoadTestAz beside what people would use instead, as a report with pictures. Takes about half an hour, in which
        nothing else should run; peers that are not there (Python, DuckDB, wrk, autocannon, k6) are left out, and named.
          --out FILE      the report (default performance.md; pictures go to a folder performance beside it)
          --rounds N      how often each way is measured (default 5)
          --only LIST     {string.Join(", ", Sections.Select(s => s.Name))} (default all)
        """;

    /// <inheritdoc/>
    public async Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new Options(arguments, "out", "rounds", "only");
        var (file, rounds) = (Path.GetFullPath(options.Text("out") ?? "performance.md"), options.Number("rounds", 5, 1, 100));
        var begin = Stopwatch.GetTimestamp();
        var (targets, text) = (new MarkdownTable("what", "aim", "measured", ""), new StringBuilder());
        var pictures = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(file)!, "performance"));
        var speeds = new List<(string When, MachineSpeed Speed)>();

        // Until then .NET compiles in the background what this program began with, on the other processor.
        await Task.Delay(Settling, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        foreach (var section in options.Choice("only", Sections, s => s.Name))
        {
            speeds.Add(($"before \"{section.Title}\"", MachineSpeed.Measure()));
            await output.WriteLineAsync($"{section.Title} ...").ConfigureAwait(false);
            var report = await section.MeasureAsync(rounds, output, cancellationToken).ConfigureAwait(false);
            foreach (var target in report.Targets)
                targets.Add(target.What, target.Wanted, target.Measured, target.IsMet switch { true => "met", false => "**missed**", null => "not measured" });
            foreach (var (name, picture) in report.Pictures)
                await File.WriteAllTextAsync(Path.Combine(pictures.FullName, name), picture, cancellationToken).ConfigureAwait(false);
            text.Append(CultureInfo.InvariantCulture, $"\n## {section.Title}\n\n{report.Markdown.Trim()}\n");
        }

        speeds.Add(("at the end", MachineSpeed.Measure()));
        text.Append(Speeds(speeds));
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"""
            # How fast LoadTestAz is

            Written by `dotnet run -c Release --project tests/Benchmarks -- performance --out docs/performance.md`, which took {Stopwatch.GetElapsedTime(begin).TotalMinutes:N0} minutes on
            {TimeProvider.System.GetUtcNow():d MMMM yyyy}: {Machine.Describe()}.

            All that is compared was measured on this machine, in this run, in turns; ratios are taken within each round. Figures are medians
            with quartiles behind them, in brackets. They are of this machine, and no promise for another one; how fast it was from part to
            part stands [at the end](#how-fast-the-machine-was).


            """);
        targets.WriteTo(head, int.MaxValue);
        await File.WriteAllTextAsync(file, head.Append(text).ToString(), cancellationToken).ConfigureAwait(false);
        await output.WriteLineAsync($"Written to {file}.").ConfigureAwait(false);
    }

    private static string Speeds(IReadOnlyList<(string When, MachineSpeed Speed)> speeds)
    {
        var text = new StringBuilder("""

            ## How fast the machine was

            A loop that only counts and a loop that copies memory, each on one processor and on all. Where these differ, so do figures in seconds, by
            no fault of what was measured; ratios within a round do not. "Taken" is what the system says that other machines on the same
            hardware had of these processors since the row before.


            """);
        var table = new MarkdownTable("when", "one processor, million steps/s:", "all processors:", "times one:", "copied, GB/s:", "by all:", "times one:", "taken:");
        for (var i = 0; i < speeds.Count; i++)
        {
            var ((when, speed), earlier) = (speeds[i], speeds[Math.Max(0, i - 1)].Speed);
            table.Add(
                when, Text(speed.OneProcessor, "N0"), Text(speed.AllProcessors, "N0"), Text(speed.AllProcessors / speed.OneProcessor, "0.00"), Text(speed.Copied, "0.0"), Text(speed.AllCopied, "0.0"), Text(speed.AllCopied / speed.Copied, "0.00"),
                i == 0 ? "" : Text(speed.TakenSince(earlier), "P1"));
        }

        table.WriteTo(text, int.MaxValue);
        return text.ToString().TrimEnd('\n') + '\n';
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
