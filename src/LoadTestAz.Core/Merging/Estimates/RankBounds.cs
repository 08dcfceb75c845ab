namespace LoadTestAz.Merging.Estimates;

/// <summary>
/// How small and how large each of one worker's sorted samples can be, when their number is known: exactly as wide as its
/// percentiles, minimum and maximum allow. See docs/estimates.md.
/// </summary>
/// <remarks>
/// Only the ranks that a figure speaks of are kept; those between two of them share the lower one's least and the upper
/// one's largest value.
/// </remarks>
internal sealed class RankBounds
{
    private readonly WorkerFigures _worker;
    private readonly long[] _ranks;
    private readonly double[] _low;
    private readonly double[] _high;
    private readonly Interpolation[] _links;
    private int _nodes;
    private int _linkCount;

    public RankBounds(WorkerFigures worker)
    {
        _worker = worker;
        var capacity = (2 * worker.Figures.Length) + 2;
        (_ranks, _low, _high) = (new long[capacity], new double[capacity], new double[capacity]);
        _links = new Interpolation[worker.Figures.Length];
    }

    /// <summary>The percentiles that lie between two ranks, by rank.</summary>
    public ReadOnlySpan<Interpolation> Links => _links.AsSpan(0, _linkCount);

    /// <summary>Finds the bounds for a number of samples; false when no such number of samples has these figures.</summary>
    public bool Fits(long count)
    {
        (_nodes, _linkCount) = (0, 0);
        Node(0);
        foreach (ref readonly var figure in _worker.Figures.AsSpan())
        {
            // The very operations of k6's TrendSink.P, with its rounding.
            var position = figure.Share * (count - 1.0);
            var below = Math.Floor(position);
            var node = Node((long)below);
            if (position == below)
            {
                _low[node] = Math.Max(_low[node], figure.Low);
                _high[node] = Math.Min(_high[node], figure.High);
            }
            else
            {
                Node((long)below + 1);
                _links[_linkCount++] = new Interpolation((long)below, position - below, figure, _worker);
            }
        }

        Node(count - 1);
        Narrow();
        for (var i = 0; i < _nodes; i++)
        {
            if (!(_low[i] <= _high[i]))
                return false;
        }

        return true;
    }

    /// <summary>Runs of ranks with the same bounds, in ascending order.</summary>
    public RankRun[] ToRuns()
    {
        var gaps = 0;
        for (var i = 1; i < _nodes; i++)
            gaps += _ranks[i] - _ranks[i - 1] > 1 ? 1 : 0;

        var runs = new RankRun[_nodes + gaps];
        for (var (i, next) = (0, 0); i < _nodes; i++)
        {
            if (i > 0 && _ranks[i] - _ranks[i - 1] > 1)
                runs[next++] = new RankRun(_ranks[i] - _ranks[i - 1] - 1, _low[i - 1], _high[i]);
            runs[next++] = new RankRun(1, _low[i], _high[i]);
        }

        return runs;
    }

    // Ranks come in ascending order, but for the pairs of one percentile, which may overlap with those of the one before.
    private int Node(long rank)
    {
        var i = _nodes - 1;
        while (i >= 0 && _ranks[i] > rank)
            i--;
        if (i >= 0 && _ranks[i] == rank)
            return i;
        i++;
        for (var k = _nodes; k > i; k--)
            (_ranks[k], _low[k], _high[k]) = (_ranks[k - 1], _low[k - 1], _high[k - 1]);
        (_ranks[i], _low[i], _high[i]) = (rank, _worker.Floor, double.PositiveInfinity);
        _nodes++;
        return i;
    }

    /// <summary>
    /// Carries bounds up the ranks and down again. The statements form a chain, each about two neighbours, so that once
    /// up and once down is all there is: any value that remains possible for one rank fits some choice for all others.
    /// </summary>
    private void Narrow()
    {
        for (var (node, link) = (0, 0); node + 1 < _nodes; node++)
        {
            var first = link;
            for (; link < _linkCount && _links[link].Rank == _ranks[node]; link++)
            {
                for (var other = first; other < link; other++)
                    _links[other].Intersect(_links[link], ref _low[node], ref _high[node], ref _low[node + 1], ref _high[node + 1]);
            }

            _low[node + 1] = Math.Max(_low[node + 1], _low[node]);
            for (var i = first; i < link; i++)
            {
                _high[node] = Math.Min(_high[node], _links[i].MostBelow);
                _low[node + 1] = Math.Max(_low[node + 1], _links[i].LeastAbove);
                _high[node + 1] = Math.Min(_high[node + 1], _links[i].MostAboveWhen(_low[node]));
                _low[node + 1] = Math.Max(_low[node + 1], _links[i].LeastAboveWhen(_high[node]));
            }
        }

        for (var (node, link) = (_nodes - 2, _linkCount - 1); node >= 0; node--)
        {
            _high[node] = Math.Min(_high[node], _high[node + 1]);
            for (; link >= 0 && _links[link].Rank == _ranks[node]; link--)
            {
                _high[node] = Math.Min(_high[node], _links[link].MostBelowWhen(_low[node + 1]));
                _low[node] = Math.Max(_low[node], _links[link].LeastBelowWhen(_high[node + 1]));
            }
        }
    }
}
