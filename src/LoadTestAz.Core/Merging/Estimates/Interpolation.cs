namespace LoadTestAz.Merging.Estimates;

/// <summary>
/// What a percentile between two ranks says of the two samples x and y next to it: x is no larger than y, and
/// (1 - f) x + f y is the percentile, up to rounding.
/// </summary>
internal readonly struct Interpolation
{
    private readonly double _low;
    private readonly double _high;
    private readonly double _size;
    private readonly double _leastFraction;
    private readonly double _mostFraction;

    // (1 - f) / f: how much y rises when x falls by one.
    private readonly double _leastRatio;
    private readonly double _mostRatio;

    /// <param name="rank">Of x, from 0; y has the next.</param>
    /// <param name="fraction">f, between 0 and 1.</param>
    /// <param name="figure">The percentile.</param>
    /// <param name="worker">Whose figure it is.</param>
    public Interpolation(long rank, double fraction, in Figure figure, WorkerFigures worker)
    {
        Rank = rank;
        _size = figure.Size;
        var slack = worker.RoundingOf(figure.Size);
        (_low, _high) = (figure.Low - slack, figure.High + slack);

        // k6 adds to x what is not negative, so that no rounding brings x above the percentile; nor y below it, if x >= 0.
        (MostBelow, LeastAbove) = (figure.High, worker.Lowest >= 0 ? figure.Low : _low);

        // Compilers for arm64 fuse k6's product and difference, so that f is not rounded as on other machines.
        var fusing = (rank + 1) * Rounding.Unit;
        (_leastFraction, _mostFraction) = (fraction - fusing, fraction + fusing);
        _leastRatio = _mostFraction >= 1 ? 0 : (1 - _mostFraction) / _mostFraction * (1 - (8 * Rounding.Unit));
        _mostRatio = _leastFraction <= 0 ? double.PositiveInfinity : (1 - _leastFraction) / _leastFraction * (1 + (8 * Rounding.Unit));
    }

    private Interpolation(long rank, in Interpolation mirrored)
    {
        Rank = rank;
        _size = mirrored._size;
        (_low, _high) = (-mirrored._high, -mirrored._low);
        (MostBelow, LeastAbove) = (-mirrored.LeastAbove, -mirrored.MostBelow);
        (_leastFraction, _mostFraction) = (1 - mirrored._mostFraction, 1 - mirrored._leastFraction);
        (_leastRatio, _mostRatio) = (1 / mirrored._mostRatio, 1 / mirrored._leastRatio);
    }

    public long Rank { get; }

    /// <summary>x is at most this.</summary>
    public double MostBelow { get; }

    /// <summary>y is at least this.</summary>
    public double LeastAbove { get; }

    /// <summary>The same statement on the negated samples in reverse order, where -y has this rank.</summary>
    public Interpolation Mirror(long rank) => new(rank, this);

    /// <summary>The largest y when x is at least this.</summary>
    public double MostAboveWhen(double leastBelow)
    {
        if (double.IsNegativeInfinity(leastBelow) || double.IsPositiveInfinity(_mostRatio))
            return double.PositiveInfinity;
        var rise = (_high - leastBelow) * _mostRatio;
        return _high + rise + Rounding.Of(Math.Abs(_high) + Math.Abs(rise));
    }

    /// <summary>The smallest y when x is at most this.</summary>
    public double LeastAboveWhen(double mostBelow)
    {
        if (mostBelow >= _low || _leastRatio == 0)
            return _low;
        var rise = (_low - mostBelow) * _leastRatio;
        var least = _low + rise - Rounding.Of(Math.Abs(_low) + rise);
        return double.IsFinite(least) ? least : _low; // beyond the doubles there is no sample
    }

    /// <summary>The largest x when y is at least this.</summary>
    public double MostBelowWhen(double leastAbove)
    {
        if (leastAbove <= _high)
            return MostBelow;
        var fall = (leastAbove - _high) / _mostRatio;
        var most = _high - fall + Rounding.Of(Math.Abs(_high) + fall);
        return double.IsFinite(most) ? Math.Min(MostBelow, most) : MostBelow;
    }

    /// <summary>The smallest x when y is at most this.</summary>
    public double LeastBelowWhen(double mostAbove)
    {
        if (double.IsPositiveInfinity(mostAbove) || _leastRatio == 0)
            return double.NegativeInfinity;
        var fall = (mostAbove - _low) / _leastRatio;
        return _low - fall - Rounding.Of(Math.Abs(_low) + Math.Abs(fall));
    }

    /// <summary>Narrows x and y by what this and another percentile between the same two ranks say together: a line.</summary>
    /// <param name="next">The one with the larger fraction.</param>
    public void Intersect(in Interpolation next, ref double leastX, ref double mostX, ref double leastY, ref double mostY)
    {
        var apart = next._leastFraction - _mostFraction;
        if (apart <= 0)
            return;
        var (leastStep, mostStep) = (next._low - _high, next._high - _low);
        var (leastReach, mostReach) = Reach(Math.Max(_leastFraction, 0), _mostFraction, next, leastStep, mostStep);
        leastX = Math.Max(leastX, _low - mostReach);
        mostX = Math.Min(mostX, _high - leastReach);
        (leastReach, mostReach) = Reach(Math.Max(1 - next._mostFraction, 0), 1 - next._leastFraction, next, leastStep, mostStep);
        leastY = Math.Max(leastY, next._low + leastReach);
        mostY = Math.Min(mostY, next._high + mostReach);
    }

    /// <summary>The line's rise over a distance, given its rise over the distance between both percentiles.</summary>
    private (double Least, double Most) Reach(double leastDistance, double mostDistance, in Interpolation next, double leastStep, double mostStep)
    {
        var near = leastDistance / (next._mostFraction - _leastFraction);
        var far = mostDistance / (next._leastFraction - _mostFraction);
        var least = leastStep * (leastStep < 0 ? far : near);
        var most = mostStep * (mostStep < 0 ? near : far);
        var size = _size + next._size;
        return double.IsFinite(most - least)
            ? (least - Rounding.Of(Math.Abs(least) + size), most + Rounding.Of(Math.Abs(most) + size))
            : (double.NegativeInfinity, double.PositiveInfinity);
    }
}
