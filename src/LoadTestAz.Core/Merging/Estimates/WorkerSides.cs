namespace LoadTestAz.Merging.Estimates;

/// <summary>One worker's limits from above, and from below as the limits from above of the negated samples.</summary>
internal sealed class WorkerSides
{
    // What k6's sum of at most 10^12 samples can be off, as a share of it.
    private const double RoundingOfAnySum = 1e12 * Rounding.Unit;

    public required WorkerFigures Figures { get; init; }

    public required WorkerSide Above { get; init; }

    public required WorkerSide Below { get; init; }

    /// <summary>The mean, as far as it is known.</summary>
    public required (double Low, double High) Mean { get; init; }

    /// <summary>The worker's; null when it has no samples.</summary>
    /// <param name="worker">What is known of it.</param>
    /// <param name="tries">Numbers of samples to try, one by one, for the fewest that have the figures, if the number is not known.</param>
    /// <param name="check">Is told what does not fit.</param>
    public static WorkerSides? Of(WorkerFigures worker, int tries, FigureCheck check)
    {
        if (worker.Count.AtMost == 0)
            return null;
        var bounds = new RankBounds(worker);
        if (worker.Count.Exact is { } exact && bounds.Fits(exact))
            return Counted(worker, exact, bounds, check);

        var first = FirstThatFits(worker, tries, bounds);
        if (first > (worker.Count.AtMost ?? long.MaxValue))
        {
            check.Doubt("count", $"is {worker.Count}, but no such number of samples has the other figures; it is taken as unknown");
            worker = worker with { Count = SampleCount.Unknown };
            first = FirstThatFits(worker, tries, bounds);
        }

        var mayBeEmpty = worker.Count.AtLeast == 0;
        if (!mayBeEmpty && first == worker.Count.AtMost)
            return Counted(worker with { Count = SampleCount.Exactly(first) }, first, bounds, check);

        worker = worker with { Count = worker.Count with { AtLeast = mayBeEmpty ? 0 : first } };
        var (least, most) = MeanOf(worker, RoundingOfAnySum);
        return new WorkerSides
        {
            Figures = worker,
            Above = new UncountedSide(worker, first, mirrored: false, most),
            Below = new UncountedSide(worker, first, mirrored: true, -least),
            Mean = worker.Mean is { } mean ? (mean.Low, mean.High) : (worker.Lowest, worker.Highest),
        };
    }

    private static WorkerSides Counted(WorkerFigures worker, long count, RankBounds bounds, FigureCheck check)
    {
        var runs = bounds.ToRuns();
        var links = bounds.Links.ToArray();
        var (least, most) = SumOf(worker, count);
        var (low, high, rounding) = SumOf(runs);
        if (low > most + rounding || high < least - rounding)
        {
            check.Doubt("avg", "is a mean that no samples with the other figures have; it is left out, which makes the bounds wider");
            worker = worker with { Mean = null };
            (least, most) = (double.NegativeInfinity, double.PositiveInfinity);
        }

        return new WorkerSides
        {
            Figures = worker,
            Above = new CountedSide(runs, links, mirrored: false, most),
            Below = new CountedSide(Mirrored(runs, r => r.Mirror), links, mirrored: true, -least),
            Mean = worker.Mean is { } mean ? (mean.Low, mean.High) : (low / count, high / count),
        };
    }

    private static T[] Mirrored<T>(T[] items, Converter<T, T> mirror)
    {
        var mirrored = Array.ConvertAll(items, mirror);
        Array.Reverse(mirrored);
        return mirrored;
    }

    private static long FirstThatFits(WorkerFigures worker, int tries, RankBounds bounds)
    {
        var first = Math.Max(1, worker.Count.AtLeast);
        var last = Math.Min(first + tries, worker.Count.AtMost is { } most ? most + 1 : long.MaxValue);
        while (first < last && !bounds.Fits(first))
            first++;

        // The last that is left is not taken on trust: it would be the count, and the bounds be of it.
        return first == worker.Count.AtMost && !bounds.Fits(first) ? first + 1 : first;
    }

    private static (double Least, double Most) SumOf(WorkerFigures worker, long count)
    {
        var (least, most) = MeanOf(worker, (count + 8) * Rounding.Unit);
        return (least * count, most * count);
    }

    /// <summary>What the mean can be, when k6's sum is off by at most a share of the sum of the samples' sizes.</summary>
    private static (double Least, double Most) MeanOf(WorkerFigures worker, double rounding)
    {
        if (worker.Mean is not { } mean)
            return (double.NegativeInfinity, double.PositiveInfinity);
        var size = worker.Lowest >= 0 ? mean.Size : Math.Max(Math.Abs(worker.Lowest), Math.Abs(worker.Highest));
        var off = (size * rounding * 1.001) + Rounding.Of(mean.Size);
        return (mean.Low - off, mean.High + off);
    }

    private static (double Low, double High, double Rounding) SumOf(RankRun[] runs)
    {
        var (low, high, size) = (0.0, 0.0, 0.0);
        foreach (var run in runs)
        {
            low += run.Count * run.Low;
            high += run.Count * run.High;
            size += run.Count * Math.Max(Math.Abs(run.Low), Math.Abs(run.High));
        }

        return (low, high, double.IsFinite(size) ? Rounding.Of(runs.Length * size) : 0);
    }
}
