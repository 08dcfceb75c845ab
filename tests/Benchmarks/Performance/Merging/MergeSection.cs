using System.Text;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Performance.Merging;

/// <summary>Merging raw output of k6, beside DuckDB, Python and unpacking alone.</summary>
internal sealed class MergeSection : ISection
{
    private const double DuckDbAim = 1.5, PythonAim = 5, ProcessorsAim = 1.7;

    // One round of these has seven merges in it; but what else the machine does shows in all seven.
    private const int RoundsAgain = 3;

    private static readonly MergeSizes Sizes = new(1_000_000_000, 8, 0);

    private static readonly MergeWay
        OursAgain = new("again", "LoadTestAz", (folder, _) => MergeProcess.Own(MergeProcess.Ours, folder, again: true)),
        OneProcessorAgain = new(MergeWay.OneProcessor, "LoadTestAz on one processor", (folder, _) => MergeProcess.OwnOnOneProcessor(MergeProcess.Ours, folder, again: true)),
        DuckDbAgain = new("duckdb-again", "DuckDB", (folder, _) => MergeProcess.Own(MergeProcess.DuckDb, folder, again: true)),
        GunzipAgain = new("gunzip-again", "unpacking", (folder, _) => MergeProcess.Own(MergeProcess.Gunzip, folder, again: true)),
        GunzipOneProcessorAgain = new(MergeWay.GunzipOnOneProcessor, "unpacking on one processor", (folder, _) => MergeProcess.OwnOnOneProcessor(MergeProcess.Gunzip, folder, again: true));

    /// <inheritdoc/>
    public string Name => "merge";

    /// <inheritdoc/>
    public string Title => "Merging raw output of k6";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("""
            1,000 MB of `--out json`, gzip, are merged: by LoadTestAz to its whole result; by DuckDB (`read_json`, told which columns there are)
            and by Python (`json`, `gzip`) to count, sum and percentiles of each metric, without times, tags, checks or a course over
            time. All must agree on http_req_duration. *A process* is one from its start to its end, in which .NET compiles what it
            runs; *again* is the median of seven merges in a process that has merged twenty times before and was told to compile at once
            (DOTNET_TC_CallCountingDelayMs=0, so that nothing is compiled while it is measured), of three such processes. Python is measured once.
            Nobody who reads these files can do without unpacking them, which shows what a second processor gives as well: it needs little memory at
            a time. What merging keeps fits no cache, and memory all processors share: what they copy together stands under "by all" at the end.


            """);
        var targets = new List<Target>();
        foreach (var name in new[] { "files", "one" })
        {
            using var made = await MadeFiles.CreateAsync(name, Sizes, cancellationToken).ConfigureAwait(false);
            var title = made.Job.Title(Sizes);
            await log.WriteLineAsync($"  {title}").ConfigureAwait(false);
            var once = await made.MeasureAsync([MergeWay.Ours, MergeProcess.DuckDb, MergeWay.OneProcessor, MergeProcess.Gunzip, MergeWay.GunzipOnOneProcessor], rounds, cancellationToken).ConfigureAwait(false);
            var python = await made.MeasureAsync([name == "one" ? MergeWay.Python : MergeWay.PythonPool], 1, cancellationToken, warmUp: false).ConfigureAwait(false);
            var again = await MergeRounds.MeasureAsync(
                way => way.Start(made.Folder, made.Script), [.. new[] { OursAgain, DuckDbAgain, OneProcessorAgain, GunzipAgain, GunzipOneProcessorAgain }.Where(MergeRounds.IsPossible)], RoundsAgain, cancellationToken, warmUp: false).ConfigureAwait(false);

            double[] Whole(string way) => [.. once.Concat(python).Where(m => m.Key.Name == way).SelectMany(m => m.Value).Select(f => f.Wall)];
            double[] Again(MergeWay way) => [.. again.GetValueOrDefault(way, []).Select(f => f.Answer.Seconds)];
            var ours = Whole(MergeWay.Ours);
            var table = new MarkdownTable(title, "a process, s:", "times ours:", "again, s:", "times ours:", "peak, MB:");
            foreach (var way in once.Concat(python))
            {
                var repeated = way.Key.Name switch
                {
                    MergeWay.Ours => Again(OursAgain),
                    MergeProcess.DuckDb => Again(DuckDbAgain),
                    MergeWay.OneProcessor => Again(OneProcessorAgain),
                    MergeProcess.Gunzip => Again(GunzipAgain),
                    MergeWay.GunzipOnOneProcessor => Again(GunzipOneProcessorAgain),
                    _ => [],
                };
                table.Add(
                    way.Key.Title,
                    Spread.Of(Whole(way.Key.Name)).ToString("0.00"),
                    Ratios.Of(Whole(way.Key.Name), ours).ToString("0.00"),
                    repeated.Length == 0 ? "" : Text(Spread.Of(repeated).Median),
                    repeated.Length == 0 ? "" : Text(Ratios.Of(repeated, Again(OursAgain)).Median),
                    Text(way.Value.Max(f => f.Answer.PeakBytes) / 1e6, "0"));
            }

            table.WriteTo(text, int.MaxValue);
            targets.Add(Ratios.AtLeast(DuckDbAim, $"{title}, 1,000 MB, again: as fast as DuckDB", Ratios.Of(Again(DuckDbAgain), Again(OursAgain))));
            targets.Add(Ratios.AtLeast(DuckDbAim, $"{title}, 1,000 MB, a process: as fast as DuckDB", Ratios.Of(Whole(MergeProcess.DuckDb), ours)));
            targets.Add(Ratios.AtLeast(PythonAim, $"{title}, 1,000 MB, a process: as fast as Python{(name == "one" ? "" : " with a process for each processor")}", python.Count == 0 ? null : Ratios.Of(Whole(name == "one" ? MergeWay.Python : MergeWay.PythonPool), ours), "Python is not there"));
            var hasOne = Again(OneProcessorAgain).Length > 0;
            var processors = Ratios.AtLeast(ProcessorsAim, $"{title}, 1,000 MB, again: all processors beside one", hasOne ? Ratios.Of(Again(OneProcessorAgain), Again(OursAgain)) : null, "taskset is not there");

            // Beside what a second processor gives to threads that share nothing. One file is unpacked by one thread.
            targets.Add(hasOne && name == "files"
                ? processors with { Measured = $"{processors.Measured}; unpacking alone {Ratios.Of(Again(GunzipOneProcessorAgain), Again(GunzipAgain)).ToString("0.00")}" }
                : processors);
        }

        return new SectionReport(text.ToString(), targets);
    }

    private static string Text(double value, string format = "0.00") => value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);
}
