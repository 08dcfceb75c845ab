namespace LoadTestAz.Merging.Estimates;

/// <summary>Upper bounds of the percentiles of all workers' samples together. See docs/estimates.md.</summary>
internal sealed class PooledSide
{
    // Shared among the workers whose counts are unknown: how often each is asked for one bound between two ranks. That finds
    // the bound to a millionth of what lies between them; where a thousand workers are asked, to a thousandth.
    private const int Looks = 50_000;
    private const int FewestLooks = 48;
    private const int MostLooks = 1000;

    private readonly WorkerSide[] _workers;
    private readonly long _counted;
    private readonly double _lowest;
    private readonly double _highest;
    private readonly RunEnds _ends;
    private readonly double[] _atLow;
    private readonly double[] _atHigh;
    private readonly double[] _atMiddle;
    private readonly int[] _open;

    public PooledSide(WorkerSide[] workers)
    {
        _workers = workers;
        _counted = workers.Sum(w => w.Count);
        (_lowest, _highest) = (workers.Select(w => w.Lowest).DefaultIfEmpty().Min(), workers.Select(w => w.Highest).DefaultIfEmpty().Max());
        _ends = new RunEnds([.. workers.OfType<CountedSide>()]);
        (_atLow, _atHigh, _atMiddle, _open) = (new double[workers.Length], new double[workers.Length], new double[workers.Length], new int[workers.Length]);
    }

    /// <summary>
    /// The largest that <c>(1 - fraction) x + fraction y</c> can be for x at a rank of all samples and y at the next, and the
    /// largest that y can be (x, where the fraction is 0).
    /// </summary>
    /// <remarks>For workers whose counts are all known.</remarks>
    public (double Most, double Next) MostAt(long rank, double fraction)
    {
        var x = LargestAt(rank, double.NegativeInfinity);
        if (fraction == 0 || double.IsPositiveInfinity(x))
            return (x, x);
        var y = LargestAt(rank + 1, x);
        if (y == x || double.IsPositiveInfinity(y))
            return (y, y);

        // When y is above x's bound, then x comes from the same worker as y would next: the last of its samples below y.
        var most = x;
        foreach (var worker in _workers)
        {
            var counted = (CountedSide)worker;
            var below = counted.LeastBelow(y);
            if (below > 0)
                most = Math.Max(most, counted.MostBetween(below - 1, fraction, x, y));
        }

        return (most + Rounding.Of(Math.Abs(x) + Math.Abs(y)), y);
    }

    /// <summary>
    /// The largest that a percentile of all samples can be, whatever the numbers of samples are, and the largest that the
    /// sample next above it can be.
    /// </summary>
    /// <param name="share">0 to 1.</param>
    public (double Most, double Next) MostAt(double share)
    {
        // Places are counted from share * (number of samples), see LeastBelow. The roundings of all that are far less than this.
        double Place(double ofShare) => (ofShare * _counted) - ofShare + (1e-12 * (1 + _workers.Length)) + (1e-14 * _counted);

        var x = Largest(Place(share), share, double.NegativeInfinity, _highest);
        if (share is 0 or 1)
            return (x, x); // the smallest or the largest sample, which has a place of its own
        var y = Largest(Place(share) + 1, share, x, _highest);
        y = Math.Min(y, Math.Max(x, Largest(Place(1), 1, double.NegativeInfinity, _highest)));
        if (y == x || double.IsPositiveInfinity(y))
            return (y, y);

        return (Between(x, y, share, Place(share) + 1) + Rounding.Of(Math.Abs(x) + Math.Abs(y)), y);
    }

    /// <summary>The largest that a percentile can be between a sample that is x at most and the next, which is y at most.</summary>
    /// <remarks>
    /// The larger the next one is, the nearer to x is the percentile: see the page. So that of all from a to c is no more than
    /// c with the way to it that there is just above a. The span for which that is most is halved, again and again; wherever
    /// this ends, what is then most is no less than any percentile.
    /// </remarks>
    private double Between(double x, double y, double share, double place)
    {
        double WayAbove(long key) => Math.Clamp(place - LeastBelow(Rounding.FromKey(key + 1), share), 0, 1);

        var spans = new PriorityQueue<(long From, long To, double Way), double>();
        var found = x;
        void Add(long from, long to, double way) => spans.Enqueue((from, to, way), -Rounding.Mix(x, Rounding.FromKey(to), way));

        var (start, end) = (Rounding.ToKey(x), Rounding.ToKey(y));
        Add(start, end, WayAbove(start));
        for (var looks = Math.Clamp(Looks / _workers.Length, FewestLooks, MostLooks); looks > 0; looks--)
        {
            var (from, to, way) = spans.Peek();
            if (to <= from + 1 || Rounding.Mix(x, Rounding.FromKey(to), way) <= found)
                break;
            spans.Dequeue();
            var middle = Rounding.Between(from, to);
            var wayAbove = WayAbove(middle);
            found = Math.Max(found, Rounding.Mix(x, Rounding.FromKey(middle + 1), wayAbove));
            Add(from, middle, way);
            Add(middle, to, wayAbove);
        }

        var last = spans.Peek();
        return Math.Max(found, Rounding.Mix(x, Rounding.FromKey(last.To), last.Way));
    }

    private double LeastBelow(double value, double share)
    {
        var sum = 0.0;
        foreach (var worker in _workers)
            sum += worker.LeastBelow(value, share);
        return sum;
    }

    /// <summary>The largest that the sample at a rank can be.</summary>
    private double LargestAt(long rank, double from)
    {
        // That would be all, but for the means.
        var highest = _ends.At(rank);
        return LeastBelow(highest, 0) <= rank ? highest : Largest(rank, 0, from, highest);
    }

    /// <summary>The largest double that has at most so many samples below it, by the least that each worker has.</summary>
    /// <param name="most">How many.</param>
    /// <param name="share">See <see cref="WorkerSide.LeastBelow"/>.</param>
    /// <param name="from">A value for which that is so.</param>
    /// <param name="highest">It is no more than this.</param>
    private double Largest(double most, double share, double from, double highest)
    {
        var low = Math.Max(_lowest, from);
        if (low >= highest)
            return highest;
        var high = Math.BitIncrement(highest);

        for (var i = 0; i < _workers.Length; i++)
            (_open[i], _atLow[i], _atHigh[i]) = (i, _workers[i].LeastBelow(low, share), _workers[i].LeastBelow(high, share));
        var open = _workers.Length;
        var closed = 0.0;
        Close(ref open, ref closed);
        if (closed + Sum(_atHigh, open) <= most)
            return highest;

        // Halves the doubles in between; workers that have the same number at both ends need not be asked again.
        var (lowKey, highKey) = (Rounding.ToKey(low), Rounding.ToKey(high));
        while (lowKey + 1 < highKey)
        {
            var middleKey = Rounding.Between(lowKey, highKey);
            var middle = Rounding.FromKey(middleKey);
            for (var i = 0; i < open; i++)
                _atMiddle[_open[i]] = _workers[_open[i]].LeastBelow(middle, share);
            var fits = closed + Sum(_atMiddle, open) <= most;
            var side = fits ? _atLow : _atHigh;
            for (var i = 0; i < open; i++)
                side[_open[i]] = _atMiddle[_open[i]];
            if (fits)
                lowKey = middleKey;
            else
                highKey = middleKey;
            Close(ref open, ref closed);
        }

        return Rounding.FromKey(lowKey);
    }

    private double Sum(double[] numbers, int open)
    {
        var sum = 0.0;
        for (var i = 0; i < open; i++)
            sum += numbers[_open[i]];
        return sum;
    }

    private void Close(ref int open, ref double closed)
    {
        var kept = 0;
        for (var i = 0; i < open; i++)
        {
            var worker = _open[i];
            if (_atLow[worker] == _atHigh[worker])
                closed += _atLow[worker];
            else
                _open[kept++] = worker;
        }

        open = kept;
    }
}
