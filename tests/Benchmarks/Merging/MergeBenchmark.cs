using System.Globalization;
using System.Text;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Merging.Data;
using LoadTestAz.Benchmarks.Merging.Peers;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Merging;

/// <summary>What merging files takes, beside what people would use instead. All ways take turns, so that a busy moment of the machine meets them alike.</summary>
internal sealed class MergeBenchmark : IBenchmark
{
    private const double Mega = 1e6;

    /// <inheritdoc/>
    public string Name => "merge";

    /// <inheritdoc/>
    public string Summary => $"""
        Merging k6's files: time, processor time and memory of whole processes, each way over the same files.
          --rounds N      how often each way is measured, after one round that does not count (default 5)
          --megabytes N   of raw output, as it is unpacked (default 500)
          --files N       in so many files (default 8)
          --workers N     metrics files, or summaries (default 1000)
          --job LIST      {string.Join(", ", MergeJob.All.Select(job => job.Name))} (default all)
          --only LIST     {string.Join(", ", MergeWay.All.Select(way => way.Name))} (default all)
          --source FOLDER multiply the output of k6's --out json in there, instead of made-up samples
          --keep FOLDER   make the files in this folder, and leave them there
        """;

    /// <inheritdoc/>
    public async Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new Options(arguments, "rounds", "megabytes", "files", "workers", "job", "only", "source", "keep");
        var rounds = options.Number("rounds", 5, 0, 100);
        var sizes = new MergeSizes(
            options.Number("megabytes", 500, 1, 20_000) * (long)Mega, options.Number("files", 8, 1, 1000), options.Number("workers", 1000, 1, 10_000));
        var ways = options.Choice("only", MergeWay.All, way => way.Name).Where(MergeRounds.IsPossible).ToList();
        var patterns = options.Text("source") is { } source
            ? await RecordedSamples.ReadAsync(source, cancellationToken).ConfigureAwait(false)
            : [GeneratedSamples.Pattern()];
        await output.WriteLineAsync($"{Machine.Describe()}\n").ConfigureAwait(false);
        foreach (var job in options.Choice("job", MergeJob.All, job => job.Name))
        {
            var folder = options.Text("keep") is { } kept ? Directory.CreateDirectory(Path.Combine(kept, job.Name)) : Directory.CreateTempSubdirectory("loadtestaz-");
            try
            {
                var files = folder.CreateSubdirectory("files");
                foreach (var old in files.GetFiles())
                    old.Delete();
                var unpacked = await job.Make(files.FullName, patterns, sizes, cancellationToken).ConfigureAwait(false);
                var packed = files.EnumerateFiles().Sum(f => f.Length);
                var size = string.Create(CultureInfo.InvariantCulture, $"{packed / Mega:N1} MB{(unpacked > 0 ? $", {unpacked / Mega:N0} MB unpacked" : "")}");
                await output.WriteLineAsync($"## {job.Title(sizes)} ({size}), {rounds} rounds\n").ConfigureAwait(false);
                var script = PythonMerge.WriteScript(folder.FullName);
                var measured = await MergeRounds.MeasureAsync(way => way.Start(files.FullName, script), [.. ways.Where(w => job.Ways.Contains(w.Name))], rounds, cancellationToken).ConfigureAwait(false);
                if (rounds > 0)
                    await output.WriteLineAsync(Report(measured, unpacked)).ConfigureAwait(false);
            }
            finally
            {
                if (options.Text("keep") is null)
                    folder.Delete(recursive: true);
            }
        }
    }

    // Ratios are taken within each round, where all had the same machine.
    private static string Report(Dictionary<MergeWay, List<MergeFigures>> measured, long unpacked)
    {
        var table = new MarkdownTable("way", "wall s:", "wall, of ours:", "user+sys s:", "user+sys, of ours:", "merge alone s:", "MB/s unpacked:", "peak working set MB:");
        var ours = measured.FirstOrDefault(m => m.Key.Name == MergeWay.Ours).Value;
        foreach (var (way, figures) in measured)
        {
            string Of(Func<MergeFigures, double> value, string format) => Spread.Of(figures.Select(value)).ToString(format);
            string Ratio(Func<MergeFigures, double> value) => ours is null ? "" : Spread.Of(figures.Zip(ours, (f, o) => value(f) / value(o))).ToString("N2");
            table.Add(
                way.Title,
                Of(f => f.Wall, "N2"),
                Ratio(f => f.Wall),
                Of(f => f.Processor, "N2"),
                Ratio(f => f.Processor),
                Of(f => f.Answer.Seconds, "N2"),
                unpacked == 0 ? "" : Of(f => unpacked / Mega / f.Wall, "N0"),
                figures.Max(f => f.Answer.PeakBytes / Mega).ToString("N0", CultureInfo.InvariantCulture));
        }

        var text = new StringBuilder();
        table.WriteTo(text, int.MaxValue);
        return text.Append("Medians, and the quartiles around them; of the peak working sets the largest.\n").ToString();
    }
}
