using System.Globalization;
using System.Text;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Performance.Merging;

/// <summary>Merging what a thousand workers leave.</summary>
internal sealed class WorkerFilesSection : ISection
{
    private const double SecondsAim = 1, MegabytesAim = 200;

    private static readonly MergeSizes Sizes = new(0, 0, 1000);

    /// <inheritdoc/>
    public string Name => "workers";

    /// <inheritdoc/>
    public string Title => "Merging what 1,000 workers leave";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("""
            Metrics files are those that LoadTestAz's workers write, here with a course over 600 intervals each; summaries are k6's
            `--summary-export`, of which percentiles are estimates with bounds. *A process* and *again* as above. Beside them stands what they
            cannot do without: unpacking (summaries are not packed), and in a process what .NET needs to compile what runs, on whichever processor.


            """);
        var table = new MarkdownTable("files", "packed, MB:", "a process, s:", "processor time of it, s:", "of which .NET compiles, s:", "unpacking alone, a process, s:", "again, s:", "peak, MB:");
        var targets = new List<Target>();
        foreach (var name in new[] { "metrics", "summaries" })
        {
            using var made = await MadeFiles.CreateAsync(name, Sizes, cancellationToken).ConfigureAwait(false);
            var title = made.Job.Title(Sizes);
            await log.WriteLineAsync($"  {title}").ConfigureAwait(false);
            string[] ways = name == "metrics" ? [MergeWay.Ours, MergeProcess.Gunzip] : [MergeWay.Ours];
            var turns = await made.MeasureAsync(ways, rounds, cancellationToken).ConfigureAwait(false);
            var once = turns[MergeWay.Of(MergeWay.Ours)];
            var unpacking = turns.TryGetValue(MergeWay.Of(MergeProcess.Gunzip), out var unpacked) ? Spread.Of(unpacked.Select(f => f.Wall)).ToString("0.00") : "";
            var again = (await MergeRounds.MeasureAsync(_ => MergeProcess.Own(MergeProcess.Ours, made.Folder, again: true), [MergeWay.Of(MergeWay.Ours)], rounds, cancellationToken, warmUp: false).ConfigureAwait(false)).Single().Value;
            var (whole, repeated, peak) = (Spread.Of(once.Select(f => f.Wall)), Spread.Of(again.Select(f => f.Answer.Seconds)), once.Max(f => f.Answer.PeakBytes) / 1e6);
            var packed = new DirectoryInfo(made.Folder).EnumerateFiles().Sum(f => f.Length) / 1e6;
            table.Add(
                title, packed.ToString("0.0", CultureInfo.InvariantCulture), whole.ToString("0.00"), Spread.Of(once.Select(f => f.Processor)).ToString("0.00"),
                Spread.Of(once.Select(f => f.Answer.CompilingSeconds)).ToString("0.00"), unpacking, repeated.ToString("0.00"), peak.ToString("0", CultureInfo.InvariantCulture));
            targets.Add(Ratios.Below(SecondsAim, "s", $"{title}, again", repeated));
            targets.Add(Ratios.Below(SecondsAim, "s", $"{title}, a process", whole));
            targets.Add(Ratios.Below(MegabytesAim, "MB", $"{title}, peak working set", Spread.Of([peak])));
        }

        table.WriteTo(text, int.MaxValue);
        return new SectionReport(text.ToString(), targets);
    }
}
