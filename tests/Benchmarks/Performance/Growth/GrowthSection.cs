using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Benchmarks.Merging.Data;
using LoadTestAz.Benchmarks.Performance.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Performance.Growth;

/// <summary>Cost against size: of raw output, of the number of workers, of the length of a test.</summary>
internal sealed class GrowthSection : ISection
{
    private const double MemoryAim = 150;
    private const int Files = 8;
    private const double RequestsPerSecond = 10;

    // What takes long needs no more to tell its share.
    private const int MostRounds = 3;
    private const int LargeRounds = 1;

    private static readonly int[] Megabytes = [10, 100, 1000, 5000];
    private static readonly int[] Workers = [1, 10, 100, 1000, 10_000];
    private static readonly (string Name, TimeSpan Span)[] Spans =
        [("1 min", TimeSpan.FromMinutes(1)), ("10 min", TimeSpan.FromMinutes(10)), ("1 h", TimeSpan.FromHours(1)), ("6 h", TimeSpan.FromHours(6)), ("24 h", TimeSpan.FromHours(24))];

    /// <inheritdoc/>
    public string Name => "growth";

    /// <inheritdoc/>
    public string Title => "How costs grow";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var text = new StringBuilder("""
            The dashed line in each picture is what grows in proportion. Merges are whole processes, as above, so that a small one is mostly
            the start of .NET: of 8 files of raw JSON, gzip, and of metrics files of 600 requests each, with a course over 600 intervals.


            """);
        var (targets, pictures) = (new List<Target>(), new Dictionary<string, string>());
        await MergesAsync("files", Megabytes, "MB of raw JSON", "raw", rounds, text, targets, pictures, log, cancellationToken).ConfigureAwait(false);
        await MergesAsync("metrics", Workers, "workers' metrics files", "workers", rounds, text, targets, pictures, log, cancellationToken).ConfigureAwait(false);
        Lengths(text, targets, pictures, log, cancellationToken);
        return new SectionReport(text.ToString(), targets) { Pictures = pictures };
    }

    private static async Task MergesAsync(
        string job, IReadOnlyList<int> sizes, string unit, string picture, int rounds, StringBuilder text, List<Target> targets, Dictionary<string, string> pictures, TextWriter log, CancellationToken cancellationToken)
    {
        var table = new MarkdownTable($"{unit}:", "merged in, s:", "processor time, s:", "peak, MB:");
        var (wall, memory) = (new List<(double, double)>(), new List<(double, double)>());
        foreach (var size in sizes)
        {
            await log.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"  {size} {unit}")).ConfigureAwait(false);
            var isRaw = job == "files";
            using var made = await MadeFiles.CreateAsync(job, isRaw ? new(size * 1_000_000L, Files, 0) : new(0, 0, size), cancellationToken, isRaw ? GeneratedSamples.PatternRequests : GeneratedSamples.PatternRequests / 10).ConfigureAwait(false);
            var figures = (await MergeRounds.MeasureAsync(
                _ => MergeProcess.Own(MergeProcess.Ours, made.Folder), [MergeWay.Of(MergeWay.Ours)], size == sizes[^1] ? LargeRounds : Math.Min(rounds, MostRounds), cancellationToken).ConfigureAwait(false)).Single().Value;
            var peak = figures.Max(f => f.Answer.PeakBytes) / 1e6;
            wall.Add((size, Steepness.Median(figures.Select(f => f.Wall))));
            memory.Add((size, peak));
            table.Add(Text(size, "N0"), Text(wall[^1].Item2, "0.00"), Text(Steepness.Median(figures.Select(f => f.Processor)), "0.00"), Text(peak, "0"));
            if (isRaw && size == sizes[^1])
                targets.Add(new Target($"peak working set of merging {Text(size, "N0")} MB of raw JSON", $"below {MemoryAim} MB", $"{Text(peak, "0")} MB", peak < MemoryAim));
        }

        table.WriteTo(text, int.MaxValue);
        text.Append(CultureInfo.InvariantCulture, $"![Time to merge {unit}](performance/{picture}.svg)\n\n");
        pictures.Add($"{picture}.svg", GrowthPlot.Draw($"Merging {unit}", unit, "seconds; MB", ("seconds", wall), ("peak working set, MB", memory)));
        targets.Add(Steepness.AtMostStraight($"time to merge, by {unit}", wall));
    }

    // Recording and encoding within this process: a worker's part of it, without load.
    private static void Lengths(StringBuilder text, List<Target> targets, Dictionary<string, string> pictures, TextWriter log, CancellationToken cancellationToken)
    {
        var pattern = GeneratedSamples.Create(GeneratedSamples.PatternRequests, RequestsPerSecond, new Random(1));
        Record(pattern, TimeSpan.FromHours(1), cancellationToken); // Compiles it.
        var table = new MarkdownTable("length of a test at 10 requests/s:", "samples:", "recorded, ns/sample:", "metrics set, MB:", "metrics file, KB:", "written in, ms:");
        var (time, size) = (new List<(double, double)>(), new List<(double, double)>());
        foreach (var (name, span) in Spans)
        {
            log.WriteLine($"  a test of {name}");
            var (samples, recorded, heap, bytes, written) = Work(pattern, span, cancellationToken);
            time.Add((span.TotalMinutes, recorded.TotalSeconds));
            size.Add((span.TotalMinutes, bytes / 1e3));
            table.Add(name, Text(samples, "N0"), Text(recorded.TotalNanoseconds / samples, "0"), Text(heap / 1e6, "0.0"), Text(bytes / 1e3, "0"), Text(written.TotalMilliseconds, "0"));
        }

        table.WriteTo(text, int.MaxValue);
        text.Append("![Recording a test of some length](performance/duration.svg)\n\nThe course over time has at most 600 intervals, which grow with the test: a day leaves a file not much larger than ten minutes do.\n");
        pictures.Add("duration.svg", GrowthPlot.Draw("A test at 10 requests/s", "minutes", "seconds; KB", ("recording all samples, s", time), ("metrics file, KB", size)));
        targets.Add(Steepness.AtMostStraight("time to record a test's samples, by its length", time));
        targets.Add(Steepness.AtMostStraight("size of a metrics file, by the test's length", size));
    }

    // In a method of its own, so that the set of the test before is not in memory any more.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (long Samples, TimeSpan Recorded, long Heap, int Bytes, TimeSpan Written) Work(K6Samples pattern, TimeSpan span, CancellationToken cancellationToken)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var begin = Stopwatch.GetTimestamp();
        var (set, samples) = Record(pattern, span, cancellationToken);
        var recorded = Stopwatch.GetElapsedTime(begin);
        var heap = GC.GetTotalMemory(forceFullCollection: true) - before;
        begin = Stopwatch.GetTimestamp();
        var file = MetricSetJson.SerializeGzip(set);
        return (samples, recorded, heap, file.Length, Stopwatch.GetElapsedTime(begin));
    }

    private static (MetricSet Set, long Samples) Record(K6Samples pattern, TimeSpan span, CancellationToken cancellationToken)
    {
        var set = new MetricSet(pattern.Metrics.SelectMany(m => m.Submetrics).Select(MetricSelector.Parse));
        var (first, samples) = (pattern.Points[0].UtcTicks, 0L);
        var (end, shift) = (first + span.Ticks, 0L);
        for (; first + shift < end; shift += pattern.Span.Ticks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var point in pattern.Points)
            {
                if (point.UtcTicks + shift >= end)
                    break;
                set.Add(new(point.UtcTicks + shift, TimeSpan.Zero), point.Tags, [new Sample(point.Metric, point.Value)]);
                samples++;
            }
        }

        return (set, samples);
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
