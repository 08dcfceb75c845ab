namespace LoadTestAz.Merging.Estimates;

/// <summary>
/// Puts the summaries of several workers together into the percentiles of all their samples, as far as the summaries
/// determine them.
/// </summary>
/// <remarks>What the bounds rest on stands in docs/estimates.md.</remarks>
public static class PooledTrend
{
    // Shared among the workers whose number of samples is not known: some 50 ms at most, and what many workers tell makes up
    // for what is known of each.
    private const int Tries = 50_000;
    private const int MostTriesEach = 1000;

    /// <summary>The estimate over these workers, in any order: the order never shows in a figure.</summary>
    public static PooledTrendEstimate Of(IReadOnlyList<TrendSummary> workers)
    {
        var doubts = new List<TrendDoubt>();
        var sides = new List<WorkerSides>(workers.Count);
        var tries = Math.Clamp(Tries / Math.Max(1, workers.Count), 1, MostTriesEach);
        for (var i = 0; i < workers.Count; i++)
        {
            var check = new FigureCheck(i, workers[i]);
            if (WorkerSides.Of(check.Run(), tries, check) is { } worker)
                sides.Add(worker);
            doubts.AddRange(check.Doubts);
        }

        sides.Sort((a, b) => a.Figures.CompareTo(b.Figures));
        return new PooledTrendEstimate([.. sides], [.. doubts]);
    }
}
