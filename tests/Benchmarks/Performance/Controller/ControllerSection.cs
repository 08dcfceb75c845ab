using System.Globalization;
using System.Text;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Performance.Controller;

/// <summary>What it costs to follow a run, by the number of its workers.</summary>
internal sealed class ControllerSection : ISection
{
    private const int Aimed = 300;
    private const int HeapMegabytes = 58;
    private const double MostCore = 0.01;
    private const double MostMegabytes = 150;
    private const double MostMoreArm = 0.01;

    private static readonly int[] Sizes = [10, 100, Aimed, 1000];

    /// <inheritdoc/>
    public string Name => "controller";

    /// <inheritdoc/>
    public string Title => "Following a run of many workers";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var measured = new List<(int Size, bool Limited, FollowFigures Figures)>();
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        double bytes;
        try
        {
            bytes = await FollowProcess.WriteMetricsAsync(folder.FullName, cancellationToken).ConfigureAwait(false);
            foreach (var (size, limited) in Sizes.Select(size => (size, false)).Append((Aimed, true)))
            {
                await log.WriteLineAsync($"  {size} workers").ConfigureAwait(false);
                measured.Add((size, limited, await FollowProcess.RunAsync(size, folder.FullName, limited ? HeapMegabytes : null, cancellationToken).ConfigureAwait(false)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var minutes = FollowProcess.Duration.TotalMinutes;
        var table = new MarkdownTable("workers:", "CPU for the hour, s:", "of a core:", "peak working set, MB:", "kept in the heap, MB:", "lists and clock, a minute:", "files read, a minute:", "snapshots written, a minute:", "requests to ARM, a minute:");
        foreach (var (size, limited, one) in measured)
        {
            string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
            table.Add(
                Number(size, "N0") + (limited ? $", heap limited to {HeapMegabytes} MB" : ""), Number(one.Processor, "N1"), Number(Core(one), "P2"), Number(Megabytes(one), "N0"), Number(one.KeptBytes / 1e6, "N0"),
                Number(one.Looks / minutes, "N1"), Number(one.Read / minutes, "N0"), Number(one.Written / minutes, "N0"), Number(one.Arm / minutes, "N1"));
        }

        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            What Wait-AzLoadTestRun does, for an hour of load on a clock that is put forward by 2 s from look to look, in a process of its own whose
            processor time is the machine's. Each worker writes a snapshot of {bytes / 1000:N0} KB every 5 s, with 24 metrics and the percentiles of half of
            them; worker 0 does so every 30 s only, so that Azure Resource Manager (a stand-in within the process) is asked about it half of the time. The store
            is in the process as well: what a client for blobs costs is not in it. Each was measured once.


            """));
        table.WriteTo(report, int.MaxValue);
        report.Append("""
            New snapshots are read every 5 s with 50 workers, less often with more (every workers / 10 s), and every 30 s at the longest. That there is a new one is seen
            in the list of each look, so that a silent worker is noticed as soon as ever; and from the planned end of the load on, all are read at once.

            The peak is of the whole process, .NET and the stand-ins included. What is between it and what is kept is garbage: each snapshot is an array of its own
            while it is read, and .NET's collector lets garbage grow with the machine's cache before it looks; the last row is with a limit, as in a small sandbox.
            """);
        FollowFigures Of(int size, bool limited) => measured.First(m => m.Size == size && m.Limited == limited).Figures;
        var (aimed, sandbox, small, large) = (Of(Aimed, false), Of(Aimed, true), Of(Sizes[0], false), Of(Sizes[^1], false));
        return new SectionReport(report.ToString(),
        [
            new Target($"{Aimed} workers followed for an hour: processor time", $"below {MostCore:P0} of a core", Core(aimed).ToString("P2", CultureInfo.InvariantCulture), Core(aimed) < MostCore),
            new Target(
                $"{Aimed} workers followed for an hour: peak working set", $"below {MostMegabytes:N0} MB",
                string.Create(CultureInfo.InvariantCulture, $"{Megabytes(aimed):N0} MB, of which {aimed.KeptBytes / 1e6:N0} MB are in use; {Megabytes(sandbox):N0} MB and {Core(sandbox):P2} of a core where the heap is limited to {HeapMegabytes} MB"),
                Megabytes(aimed) < MostMegabytes),
            new Target(
                $"requests for lists and to ARM, with {Sizes[^1]} workers as with {Sizes[0]}", "the same, to ARM within 1 %",
                string.Create(CultureInfo.InvariantCulture, $"{large.Looks / minutes:N1} and {large.Arm / minutes:N1} a minute; {small.Looks / minutes:N1} and {small.Arm / minutes:N1}"),
                large.Looks == small.Looks && Math.Abs(large.Arm - small.Arm) <= small.Arm * MostMoreArm),
        ]);
    }

    private static double Core(FollowFigures figures) => figures.Processor / FollowProcess.Duration.TotalSeconds;

    private static double Megabytes(FollowFigures figures) => figures.PeakBytes / 1e6;
}
