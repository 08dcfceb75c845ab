using System.Runtime.CompilerServices;

namespace LoadTestAz.Merging.Estimates;

/// <summary>A worker whose number of samples is known.</summary>
internal sealed class CountedSide : WorkerSide
{
    private readonly RankRun[] _runs;
    private readonly Interpolation[] _links;
    private readonly bool _mirrored;

    // How much the samples may exceed, together, the least that each of them can be: the mean allows no more.
    private readonly double _slack;

    /// <param name="runs">In ascending order.</param>
    /// <param name="links">The percentiles between two ranks.</param>
    /// <param name="mirrored">Whether the runs are of the negated samples in reverse order; the percentiles are never.</param>
    /// <param name="mostSum">The largest that the sum of all samples can be.</param>
    public CountedSide(RankRun[] runs, Interpolation[] links, bool mirrored, double mostSum)
    {
        (_runs, _links, _mirrored) = (runs, links, mirrored);
        var (least, size) = (0.0, 0.0);
        foreach (ref readonly var run in runs.AsSpan())
        {
            Count += run.Count;
            least += run.Count * run.Low;
            size += run.Count * Math.Abs(run.Low);
        }

        // A few roundings for each run, here and in LeastBelow.
        _slack = double.IsFinite(least) ? Math.Max(0, mostSum - least) : double.PositiveInfinity;
        _slack += Rounding.Of(runs.Length * (size + _slack) + Math.Abs(mostSum));
    }

    public ReadOnlySpan<RankRun> Runs => _runs;

    public override double Lowest => _runs[0].Low;

    public override double Highest => _runs[^1].High;

    public override long Count { get; }

    public override double LeastBelow(double value, double share) => LeastBelow(value);

    /// <summary>The least number of samples below a value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long LeastBelow(double value)
    {
        // Those that can't reach it ...
        var below = 0L;
        for (var i = 0; i < _runs.Length && _runs[i].High < value; i++)
            below += _runs[i].Count;
        if (double.IsPositiveInfinity(_slack))
            return below;

        // ... and those for which the sum does not suffice, when the largest samples are lifted to it first.
        var (rank, slack) = (Count, _slack);
        for (var i = _runs.Length - 1; i >= 0 && rank > below; i--)
        {
            ref readonly var run = ref _runs[i];
            var lift = value - run.Low;
            if (lift > 0 && run.Count * lift > slack)
                return Math.Max(below, rank - (long)Math.Min(run.Count, slack / lift * (1 + 1e-12)));
            if (lift > 0)
                slack -= run.Count * lift;
            rank -= run.Count;
        }

        return below;
    }

    /// <summary>The largest that <c>(1 - fraction) x + fraction y</c> can be for two neighbouring samples.</summary>
    /// <param name="rank">Of the first, x.</param>
    /// <param name="fraction">Between 0 and 1.</param>
    /// <param name="mostX">A limit of x from elsewhere.</param>
    /// <param name="mostY">A limit of y from elsewhere, finite.</param>
    public double MostBetween(long rank, double fraction, double mostX, double mostY)
    {
        mostX = Math.Min(mostX, HighAt(rank));
        var most = Rounding.Mix(mostX, mostY, fraction);
        foreach (ref readonly var told in _links.AsSpan())
        {
            if (told.Rank != (_mirrored ? Count - 2 - rank : rank))
                continue;
            var link = _mirrored ? told.Mirror(rank) : told;

            // The more of the one the less of the other: the largest mix is at one end.
            var highX = Math.Min(mostX, link.MostBelow);
            var oneEnd = Rounding.Mix(Math.Min(highX, link.MostBelowWhen(mostY)), mostY, fraction);
            var otherEnd = Rounding.Mix(highX, Math.Min(mostY, link.MostAboveWhen(highX)), fraction);
            most = Math.Min(most, Math.Max(oneEnd, otherEnd));
        }

        return most;
    }

    private double HighAt(long rank)
    {
        foreach (ref readonly var run in _runs.AsSpan())
        {
            if (rank < run.Count)
                return run.High;
            rank -= run.Count;
        }

        return double.PositiveInfinity;
    }
}
