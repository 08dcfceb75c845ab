using System.Runtime.CompilerServices;

namespace LoadTestAz.Merging.Estimates;

/// <summary>A guess at the distribution of all workers' samples together: the mixture of the workers', by their numbers of samples.</summary>
internal sealed class PooledCurve
{
    // Only how it compares to the others' counts matters, and nothing is known of those either.
    private const double AssumedCount = 1000;

    // A guess is not worth more than nine digits.
    private const int GridBits = 22;

    private readonly QuantileCurve[] _curves;
    private readonly double _count;
    private readonly double _typical;

    /// <param name="workers">In an order by content.</param>
    public PooledCurve(IReadOnlyList<WorkerFigures> workers)
    {
        // A worker of unknown count is taken to be like the others.
        var counted = workers.Where(w => w.Count.Exact is not null).Select(w => (double)w.Count.Exact!.Value).ToList();
        _typical = counted.Count > 0 ? counted.Average() : AssumedCount;
        _curves = [.. workers.Where(w => w.Figures.Length > 0).Select(w => new QuantileCurve(w.Figures, CountOf(w)))];
        _count = _curves.Sum(c => c.Count);
    }

    /// <summary>False when no worker has a figure.</summary>
    public bool IsKnown => _curves.Length > 0;

    /// <summary>The number of samples of a worker, or a guess at it.</summary>
    public double CountOf(WorkerFigures worker) =>
        worker.Count.Exact ?? Math.Clamp(_typical, Math.Max(1, worker.Count.AtLeast), worker.Count.AtMost ?? double.MaxValue);

    /// <summary>The percentile, within bounds: it never falls when the share rises and the bounds do not fall.</summary>
    /// <param name="share">0 to 1.</param>
    /// <param name="low">The result is no less.</param>
    /// <param name="high">The result is no more.</param>
    public double ValueAt(double share, double low, double high)
    {
        if (!(low < high))
            return low;
        var samples = (share * (_count - 1)) + 0.5;

        // The first number on the grid that has enough samples up to it; what is beyond the bounds need not be looked at.
        var (lowKey, endKey) = (Rounding.ToKey(low) >> GridBits, (Rounding.ToKey(high) >> GridBits) + 1);
        var highKey = endKey;
        var (below, above) = (double.NegativeInfinity, double.PositiveInfinity);
        for (var round = 0; lowKey < highKey; round++)
        {
            // Every other step goes where a straight line would, just beyond it, so that the other end comes near as well.
            var step = (samples - below) / (above - below) * (highKey - lowKey);
            var key = round % 3 != 0 && step < highKey - lowKey
                ? lowKey + (long)(round % 3 == 1 ? step * 0.999 : step + ((highKey - lowKey - step) * 0.001))
                : Rounding.Between(lowKey, highKey);
            var count = SamplesUpTo(Rounding.FromKey(key << GridBits));
            if (count >= samples)
                (highKey, above) = (key, count);
            else
                (lowKey, below) = (key + 1, count);
        }

        return lowKey == endKey ? high : Math.Clamp(Rounding.FromKey(lowKey << GridBits), low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double SamplesUpTo(double value)
    {
        var logarithm = Math.Log(value);
        var sum = 0.0;
        foreach (var curve in _curves)
            sum += curve.SamplesUpTo(value, logarithm);
        return sum;
    }
}
