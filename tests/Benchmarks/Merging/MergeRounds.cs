using System.Diagnostics;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Merging.Peers;

namespace LoadTestAz.Benchmarks.Merging;

/// <summary>Lets ways of merging take turns over the same files.</summary>
internal static class MergeRounds
{
    /// <summary>True when this machine has what the way needs.</summary>
    public static bool IsPossible(MergeWay way) => way.Name switch
    {
        MergeWay.Python or MergeWay.PythonPool => PythonMerge.IsThere(),
        MergeWay.OneProcessor or MergeWay.GunzipOnOneProcessor => OperatingSystem.IsLinux() && File.Exists("/usr/bin/taskset"),
        _ => true,
    };

    /// <summary>Measures.</summary>
    /// <param name="start">The process of a way.</param>
    /// <param name="ways">Those that take turns.</param>
    /// <param name="rounds">How often; 0 for not at all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <param name="warmUp">Whether there is a round before that does not count.</param>
    /// <exception cref="BenchmarkException">A process failed, or two ways do not agree.</exception>
    public static async Task<Dictionary<MergeWay, List<MergeFigures>>> MeasureAsync(
        Func<MergeWay, ProcessStartInfo> start, IReadOnlyList<MergeWay> ways, int rounds, CancellationToken cancellationToken, bool warmUp = true)
    {
        var measured = ways.ToDictionary(way => way, _ => new List<MergeFigures>());
        for (var round = warmUp && rounds > 0 ? 0 : 1; round <= rounds; round++)
        {
            // The first round of all brings the files into the system's cache.
            foreach (var way in Turns.Of(ways, round))
            {
                var figures = await MergeProcess.RunAsync(start(way), cancellationToken).ConfigureAwait(false);
                if (round > 0)
                    measured[way].Add(figures);
                var (first, others) = measured.FirstOrDefault(m => m.Value.Count > 0);
                if (first is not null && figures.Answer.DifferenceTo(others[0].Answer) is { } difference)
                    throw new BenchmarkException($"{way.Title} and {first.Title} do not agree: {difference}.");
            }
        }

        return measured;
    }
}
