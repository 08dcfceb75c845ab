namespace LoadTestAz.Merging.Estimates;

/// <summary>A Trend over all workers, as far as their summaries determine it. Figures are null when there is nothing to tell.</summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class PooledTrendEstimate
{
    private readonly WorkerSides[] _workers;
    private readonly PooledSide _above;
    private readonly PooledSide _below;
    private readonly PooledCurve _curve;

    internal PooledTrendEstimate(WorkerSides[] workers, TrendDoubt[] doubts)
    {
        _workers = workers;
        _above = new PooledSide([.. workers.Select(w => w.Above)]);
        _below = new PooledSide([.. workers.Select(w => w.Below)]);
        _curve = new PooledCurve([.. workers.Select(w => w.Figures)]);
        Doubts = doubts;
        Count = new SampleCount(
            workers.Sum(w => w.Figures.Count.AtLeast),
            workers.All(w => w.Figures.Count.AtMost is not null) ? workers.Sum(w => w.Figures.Count.AtMost) : null);
        (Sum, Avg) = PooledMean.Of(workers, _curve, Count);
    }

    /// <summary>How many samples all workers have.</summary>
    public SampleCount Count { get; }

    /// <summary>The sum of all samples; null when a count or a mean is unknown.</summary>
    public EstimatedFigure? Sum { get; }

    /// <summary>The mean of all samples.</summary>
    public EstimatedFigure? Avg { get; }

    /// <summary>The smallest sample.</summary>
    public EstimatedFigure? Min => GetPercentile(0);

    /// <summary>The largest sample.</summary>
    public EstimatedFigure? Max => GetPercentile(100);

    /// <summary>Figures that can't be right and were left out, with what is wrong about them.</summary>
    public IReadOnlyList<TrendDoubt> Doubts { get; }

    /// <summary>A percentile of all samples as k6 has it; null when there are no samples or nothing is known of them.</summary>
    /// <param name="percentile">0 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not between 0 and 100.</exception>
    public EstimatedFigure? GetPercentile(double percentile)
    {
        if (percentile is not (>= 0 and <= 100))
            throw new ArgumentOutOfRangeException(nameof(percentile), percentile, "A percentile lies between 0 and 100.");
        if (!_curve.IsKnown)
            return null;

        var share = percentile / 100;
        var (low, high) = Count.Exact is { } count ? Bounds(share, count) : Bounds(share);

        // One worker's percentiles are its own. And the median of all lies between those of the workers, however many samples
        // they have; what is below the median is no more than that, and what is above it no less.
        var own = _workers.Length == 1 ? share : 0.5;
        if (share <= own)
            high = Math.Min(high, _workers.Max(w => OfWorker(w.Figures, own).High));
        if (share >= own)
            low = Math.Max(low, _workers.Min(w => OfWorker(w.Figures, own).Low));

        // -0 becomes 0; and where rounding made two ways to one bound cross, both are kept.
        (low, high) = (Math.Min(low, high) + 0.0, Math.Max(low, high) + 0.0);
        return new EstimatedFigure(_curve.ValueAt(share, low, high), low, high);
    }

    private (double Low, double High) Bounds(double share, long count)
    {
        // The very operations of k6's TrendSink.P.
        var position = share * (count - 1.0);
        var rank = (long)Math.Floor(position);
        var fraction = position - Math.Floor(position);
        return fraction == 0
            ? (-_below.MostAt(count - 1 - rank, 0).Most, _above.MostAt(rank, 0).Most)
            : Round(_below.MostAt(count - 2 - rank, 1 - fraction), _above.MostAt(rank, fraction), position);
    }

    private (double Low, double High) Bounds(double share) => Round(_below.MostAt(1 - share), _above.MostAt(share), 0);

    /// <summary>
    /// Allows for k6's rounding between the samples on both sides of the percentile. It never takes it below the lower one, nor
    /// above the upper one when they are not negative.
    /// </summary>
    private (double Low, double High) Round((double Most, double Next) below, (double Most, double Next) above, double position)
    {
        var (lower, upper) = (-below.Next, above.Next);
        if (lower == upper)
            return (lower, upper);

        // The latter is for who takes 99.9 % as 0.999: k6's 99.9 / 100 is another double.
        var rounding = Rounding.Of(Size(lower) + Size(upper) + Size(below.Most) + Size(above.Most));
        var shift = 4 * Rounding.Unit * position * Size(upper - lower);
        var most = lower >= 0 ? upper : upper + rounding;
        return (Math.Max(-below.Most - rounding - shift, lower), Math.Min(above.Most + rounding + shift, most));
    }

    // Of samples that nothing limits, figures can't say how large they are.
    private static double Size(double value) => double.IsFinite(value) ? Math.Abs(value) : 0;

    private (double Low, double High) OfWorker(WorkerFigures worker, double share)
    {
        var (low, high) = worker.Around(share);
        return _workers.Length == 1 ? (low, high) : (low - worker.RoundingOf(low), high + worker.RoundingOf(high));
    }
}
