using System.Globalization;
using System.Text;
using LoadTestAz.Reporting.Markdown;
using LoadTestAz.Runs.Live;

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

    // Rules that can stop the run make snapshots be read more often.
    private static readonly Case[] Cases =
    [
        .. Sizes.Select(size => new Case(size)), new(Aimed, CanStop: true), new(Sizes[^1], CanStop: true), new(Aimed, HeapMegabytes: HeapMegabytes),
    ];

    /// <inheritdoc/>
    public string Name => "controller";

    /// <inheritdoc/>
    public string Title => "Following a run of many workers";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var measured = new Dictionary<Case, FollowFigures>();
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        double bytes;
        try
        {
            bytes = await FollowProcess.WriteMetricsAsync(folder.FullName, cancellationToken).ConfigureAwait(false);
            foreach (var one in Cases)
            {
                await log.WriteLineAsync($"  {one}").ConfigureAwait(false);
                measured.Add(one, await FollowProcess.RunAsync(one.Workers, folder.FullName, one.CanStop, one.HeapMegabytes, cancellationToken).ConfigureAwait(false));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var minutes = FollowProcess.Duration.TotalMinutes;
        var table = new MarkdownTable("workers:", "CPU for the hour, s:", "of which .NET compiles, s:", "of a core:", "peak working set, MB:", "kept in the heap, MB:", "allocated in the hour, MB:", "lists and clock, a minute:", "files read, a minute:", "snapshots written, a minute:", "requests to ARM, a minute:");
        foreach (var (row, one) in measured)
        {
            string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
            table.Add(
                row.ToString(), Number(one.Processor, "N1"), Number(one.Compiling, "N1"), Number(Core(one), "P2"), Number(Megabytes(one), "N0"), Number(one.KeptBytes / 1e6, "N0"), Number(one.AllocatedBytes / 1e6, "N0"),
                Number(one.Looks / minutes, "N1"), Number(one.Read / minutes, "N0"), Number(one.Written / minutes, "N0"), Number(one.Arm / minutes, "N1"));
        }

        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            What Wait-AzLoadTestRun does, for an hour of load on a clock that is put forward by 2 s from look to look, in a process of its own whose
            processor time is the machine's. Each worker writes a snapshot of {bytes / 1000:N0} KB every 5 s, with 24 metrics and the percentiles of half of
            them; worker 0 does so every 30 s only, so that Azure Resource Manager (a stand-in within the process) is asked about it half of the time. The store
            is in the process as well: what a client for blobs costs is not in it. What .NET compiles it compiles once in a
            session, however long the run lasts. Each was measured once.


            """));
        table.WriteTo(report, int.MaxValue);
        report.Append(CultureInfo.InvariantCulture, $"""
            New snapshots are read every 5 s with 50 workers and less often with more: every workers / 10 s, at the longest every 30 s, and every 15 s where a rule
            of the plan can stop the run. That there is a new one is seen in the list of each look, so that a silent worker is noticed as soon as ever; and from the
            planned end of the load on, all are read at once.

            What is allocated does not depend on the machine; the peak does. It is of the whole process, .NET and the stand-ins included, which are most of it with
            ten workers. A snapshot is read into memory that is used again, and what is kept of it, its packed distributions, into that of the worker's former one. What
            garbage there is comes from looking, and from the objects around the distributions: after looks that left more than {GarbageBound.Most >> 20} MB, what is young is collected. Left to
            itself .NET would let garbage grow with the machine's cache; the last row is with a limit to the heap, as a small sandbox may have it.
            """);
        var (aimed, sandbox, stops, small, large) = (measured[new(Aimed)], measured[new(Aimed, HeapMegabytes: HeapMegabytes)], measured[new(Aimed, CanStop: true)], measured[new(Sizes[0])], measured[new(Sizes[^1])]);
        return new SectionReport(report.ToString(),
        [
            new Target($"{Aimed} workers followed for an hour: processor time", $"below {MostCore:P0} of a core", CoreText(aimed), Core(aimed) < MostCore),
            new Target($"{Aimed} workers followed for an hour, with a rule that can stop the run: processor time", $"below {MostCore:P0} of a core", CoreText(stops), Core(stops) < MostCore),
            new Target(
                $"{Aimed} workers followed for an hour: peak working set", $"below {MostMegabytes:N0} MB",
                string.Create(CultureInfo.InvariantCulture, $"{Megabytes(aimed):N0} MB, of which {aimed.KeptBytes / 1e6:N0} MB are in use; {Megabytes(stops):N0} MB with a rule that can stop the run; {Megabytes(sandbox):N0} MB and {Core(sandbox):P2} of a core where the heap is limited to {HeapMegabytes} MB"),
                Math.Max(Megabytes(aimed), Megabytes(stops)) < MostMegabytes),
            new Target(
                $"requests for lists and to ARM, with {Sizes[^1]} workers as with {Sizes[0]}", "the same, to ARM within 1 %",
                string.Create(CultureInfo.InvariantCulture, $"{large.Looks / minutes:N1} and {large.Arm / minutes:N1} a minute; {small.Looks / minutes:N1} and {small.Arm / minutes:N1}"),
                large.Looks == small.Looks && Math.Abs(large.Arm - small.Arm) <= small.Arm * MostMoreArm),
        ]);
    }

    private static string CoreText(FollowFigures figures) =>
        string.Create(CultureInfo.InvariantCulture, $"{Core(figures):P2}, of which .NET compiles for {figures.Compiling / FollowProcess.Duration.TotalSeconds:P2}");

    private static double Core(FollowFigures figures) => figures.Processor / FollowProcess.Duration.TotalSeconds;

    private static double Megabytes(FollowFigures figures) => figures.PeakBytes / 1e6;

    private sealed record Case(int Workers, bool CanStop = false, int? HeapMegabytes = null)
    {
        public override string ToString() =>
            Workers.ToString("N0", CultureInfo.InvariantCulture) + (CanStop ? ", with a rule that can stop the run" : "") + (HeapMegabytes is { } limit ? $", heap limited to {limit} MB" : "");
    }
}
