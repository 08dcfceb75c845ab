using LoadTestAz.Merging.Estimates;
using LoadTestAz.Merging.Figures;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Selecting;

/// <summary>Narrows the wanted values of one Trend down, pass by pass, until they are known exactly.</summary>
internal sealed class TrendSelection
{
    private readonly SortedDictionary<long, double> _known = [];
    private readonly Dictionary<long, RankInterval> _open = [];
    private RankInterval[] _intervals = [];

    /// <summary>The values that these percentiles need, known so far as a sketch tells.</summary>
    public TrendSelection(TrendAccumulator trend, IEnumerable<double> percentiles)
    {
        Samples = trend.Samples;
        foreach (var percentile in percentiles)
        {
            var rank = percentile / 100 * (Samples - 1.0);
            foreach (var needed in new[] { (long)Math.Floor(rank), (long)Math.Ceiling(rank) })
            {
                var (low, high, below, count) = trend.Sketch.BucketAround(needed);
                Note(needed, new(Rounding.ToKey(Math.Max(low, trend.Min)), Rounding.ToKey(Math.Min(high, trend.Max)), below, count, Collect: false));
            }
        }
    }

    /// <summary>How many values the Trend has.</summary>
    public long Samples { get; }

    /// <summary>True when all that is wanted is known.</summary>
    public bool IsDone => _open.Count == 0;

    /// <summary>The values that are looked for next.</summary>
    public IEnumerable<RankInterval> Open => _open.Values.Distinct();

    /// <summary>Says which of these intervals may be kept as a whole.</summary>
    public void Begin(IReadOnlySet<RankInterval> collected) =>
        _intervals = [.. Open.Select(i => i with { Collect = collected.Contains(i) }).OrderBy(i => i.Low)];

    /// <summary>A keeper for one thread's samples in this pass.</summary>
    public RankKeeper NewKeeper() => new(_intervals);

    /// <summary>Takes what a pass found.</summary>
    /// <returns>False when it did not find what was there before: the samples have changed.</returns>
    public bool TryTake(RankKeeper keeper)
    {
        foreach (var (rank, interval) in _open.ToList())
        {
            var at = Array.FindIndex(_intervals, i => i.Low == interval.Low);
            if (keeper.ValuesOf(at) is not { } values)
                Note(rank, keeper.PartAt(at, rank));
            else if (values.Length == interval.Count)
                Know(rank, values[rank - interval.Below]);
            else
                return false;
        }

        return true;
    }

    /// <summary>The percentiles; those that were not wanted come from the sketch.</summary>
    public ITrendDistribution ToDistribution(TrendAccumulator trend) => new SelectedDistribution(_known, Samples, new SketchDistribution(trend));

    private void Note(long rank, RankInterval interval)
    {
        if (interval.IsOneValue)
            Know(rank, Rounding.FromKey(interval.Low));
        else if (!_known.ContainsKey(rank))
            _open[rank] = interval;
    }

    private void Know(long rank, double value)
    {
        _known[rank] = value;
        _open.Remove(rank);
    }
}
