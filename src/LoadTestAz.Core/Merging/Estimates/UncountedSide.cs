namespace LoadTestAz.Merging.Estimates;

/// <summary>A worker of which only limits of the number of samples are known, or nothing but that there are some.</summary>
/// <remarks>
/// For each percentile p below the value: of n samples more than p (n - 1) are below it, and one more when the sample after
/// p's place can't reach the value. That number less the wanted share of n is smallest for the smallest n or the largest.
/// </remarks>
internal sealed class UncountedSide : WorkerSide
{
    private readonly Step[] _steps;
    private readonly long _fewest;
    private readonly long _most;
    private readonly bool _mayBeEmpty;
    private readonly double _meanAbove;

    /// <param name="worker">What is known of it.</param>
    /// <param name="fewest">The fewest samples there can be, if there are any.</param>
    /// <param name="mirrored">Whether to look at the negated samples in reverse order.</param>
    /// <param name="mostMean">The largest that the mean (of those) can be; infinity when not known.</param>
    public UncountedSide(WorkerFigures worker, long fewest, bool mirrored, double mostMean)
    {
        (_mayBeEmpty, _fewest, _most) = (worker.Count.AtLeast == 0, fewest, worker.Count.AtMost ?? long.MaxValue);
        (Lowest, Highest) = mirrored ? (-worker.Highest, -worker.Lowest) : (worker.Lowest, worker.Highest);
        _meanAbove = mostMean - Lowest;
        _steps = new Step[worker.Figures.Length];
        for (var i = 0; i < _steps.Length; i++)
        {
            var figure = mirrored ? worker.Figures[^(i + 1)].Mirror : worker.Figures[i];
            var rounding = worker.RoundingOf(figure.Size);

            // The sample at i's place is at least any earlier percentile that is a whole rank or more before it, for every n.
            var least = Lowest;
            for (var k = 0; k < i; k++)
            {
                if ((figure.Share - _steps[k].Share) * (_fewest - 1) >= 1 + 1e-9)
                    least = Math.Max(least, _steps[k].Low);
            }

            // For what is exact in spite of rounding, see Interpolation.
            var exact = !mirrored || worker.Lowest >= 0 || figure.Share is 0 or 1;
            _steps[i] = new Step(figure.Share, figure.Low - rounding, exact ? figure.High : figure.High + rounding, figure.High + rounding, least);
        }
    }

    public override double Lowest { get; }

    public override double Highest { get; }

    public override long Count => 0;

    public override double LeastBelow(double value, double share)
    {
        var least = Least(0, value > Highest ? 1 - share : -share);
        foreach (ref readonly var step in _steps.AsSpan())
        {
            if (step.High >= value)
                break;
            if (step.Share < share && _most == long.MaxValue)
                continue; // there may be so many samples that this says nothing
            least = Math.Max(least, Least(1 - step.MostFraction(value) - step.Share, step.Share - share));
        }

        // Markov: so many samples as reach the value lift the mean by their share of its distance from the lowest.
        if (value - Lowest > _meanAbove)
            least = Math.Max(least, Least(0, 1 - ShareOf(_meanAbove, value) - share));
        return _mayBeEmpty ? Math.Min(0, least) : least;
    }

    // Also where the distance is no double: what is said of larger values must not fall there, up to infinity.
    private double ShareOf(double meanAbove, double value) =>
        double.IsFinite(value - Lowest) ? meanAbove / (value - Lowest) : meanAbove / 2 / ((value / 2) - (Lowest / 2));

    /// <summary>The least of a line over all possible numbers of samples, less what rounding can do to it.</summary>
    private double Least(double offset, double slope) =>
        slope >= 0 ? offset + ((slope - 1e-14) * _fewest)
        : _most == long.MaxValue ? double.NegativeInfinity
        : offset + ((slope - 1e-14) * _most);

    /// <summary>A percentile as a step of the distribution.</summary>
    /// <param name="Share">0 to 1.</param>
    /// <param name="Low">No sample after its place is less.</param>
    /// <param name="High">No sample before its place is more.</param>
    /// <param name="Rounded">Its value at most, with what rounding may add.</param>
    /// <param name="Least">No sample at its place is less.</param>
    private readonly record struct Step(double Share, double Low, double High, double Rounded, double Least)
    {
        /// <summary>How far the place may be on the way to the next sample when that one reaches a value.</summary>
        public double MostFraction(double value) =>
            Share == 0 ? 0
            : double.IsNegativeInfinity(Least) ? 1
            : (double.IsFinite(value - Least) ? (Rounded - Least) / (value - Least) : ((Rounded / 2) - (Least / 2)) / ((value / 2) - (Least / 2))) is var fraction && fraction < 1
                ? Math.Min(1, fraction * (1 + 1e-12))
                : 1;
    }
}
