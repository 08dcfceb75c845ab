using System.Globalization;
using System.Text;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Performance.Controller;

/// <summary>What it costs to follow a run, by the number of its workers.</summary>
internal sealed class ControllerSection : ISection
{
    private const int Aimed = 300;
    private const int MostRounds = 2;
    private const double MostCore = 0.01;
    private const double MostMegabytes = 150;

    private static readonly int[] Sizes = [10, 100, Aimed, 1000];

    /// <inheritdoc/>
    public string Name => "controller";

    /// <inheritdoc/>
    public string Title => "Following a run of many workers";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var often = Math.Min(rounds, MostRounds);
        var measured = Sizes.ToDictionary(size => size, _ => new List<FollowFigures>());
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        double bytes;
        try
        {
            bytes = await FollowProcess.WriteMetricsAsync(folder.FullName, cancellationToken).ConfigureAwait(false);
            for (var round = 0; round < often; round++)
            {
                foreach (var size in Turns.Of(Sizes, round).Where(size => round == 0 || size == Aimed))
                {
                    await log.WriteLineAsync($"  {size} workers").ConfigureAwait(false);
                    measured[size].Add(await FollowProcess.RunAsync(size, folder.FullName, cancellationToken).ConfigureAwait(false));
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        var minutes = FollowProcess.Duration.TotalMinutes;
        var table = new MarkdownTable("workers:", "CPU for the hour, s:", "of a core:", "peak working set, MB:", "kept in the heap, MB:", "lists and clock, a minute:", "files read, a minute:", "snapshots written, a minute:", "requests to ARM, a minute:");
        foreach (var (size, figures) in measured)
        {
            string Of(Func<FollowFigures, double> value, string format) => Spread.Of(figures.Select(value)).ToString(format);
            string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
            var one = figures[0];
            table.Add(
                Number(size, "N0"), Of(f => f.Processor, "N1"), Of(Core, "P2"), Number(figures.Max(Megabytes), "N0"), Number(one.KeptBytes / 1e6, "N0"), Number(one.Looks / minutes, "N1"), Number(one.Read / minutes, "N0"),
                Number(one.Written / minutes, "N0"), Number(one.Arm / minutes, "N1"));
        }

        var report = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            What Wait-AzLoadTestRun does, for an hour of load on a clock that is put forward by 2 s from look to look, in a process of its own whose
            processor time is the machine's. Each worker writes a snapshot of {bytes / 1000:N0} KB every 5 s, with 24 metrics and the percentiles of half of
            them; worker 0 does so every 30 s only, so that Azure Resource Manager (a stand-in within the process) is asked about it half of the time. The store
            is in the process as well: what a client for blobs costs is not in it. {Aimed} workers {often} times, the others once.


            """));
        table.WriteTo(report, int.MaxValue);
        report.Append("""
            New snapshots are read every 5 s with 50 workers, less often with more (every workers / 10 s), and every 30 s at the longest. That there is a new one is seen
            in the list of each look, so that a silent worker is noticed as soon as ever; and from the planned end of the load on, all are read at once.

            The peak is of the whole process, .NET and the stand-ins included. What is between it and what is kept is garbage: each snapshot is an array of its own
            while it is read, and .NET's collector lets garbage grow with the machine's cache before it looks (and sooner where a container's memory is limited).
            """);
        var (aimed, small, large) = (measured[Aimed], measured[Sizes[0]][0], measured[Sizes[^1]][0]);
        var core = Spread.Of(aimed.Select(Core));
        return new SectionReport(report.ToString(),
        [
            new Target($"{Aimed} workers followed for an hour: processor time", $"below {MostCore:P0} of a core", core.ToString("P2"), core.Median < MostCore),
            new Target($"{Aimed} workers followed for an hour: memory", $"below {MostMegabytes:N0} MB", $"{aimed.Max(Megabytes):N0} MB", aimed.Max(Megabytes) < MostMegabytes),
            new Target(
                $"requests for lists and to ARM, with {Sizes[^1]} workers as with {Sizes[0]}", "the same",
                string.Create(CultureInfo.InvariantCulture, $"{large.Looks / minutes:N1} and {large.Arm / minutes:N1} a minute; {small.Looks / minutes:N1} and {small.Arm / minutes:N1}"),
                large.Looks == small.Looks && large.Arm == small.Arm),
        ]);
    }

    private static double Core(FollowFigures figures) => figures.Processor / FollowProcess.Duration.TotalSeconds;

    private static double Megabytes(FollowFigures figures) => figures.PeakBytes / 1e6;
}
