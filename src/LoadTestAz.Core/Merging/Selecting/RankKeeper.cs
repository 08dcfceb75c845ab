using System.Runtime.InteropServices;
using LoadTestAz.Merging.Estimates;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Selecting;

/// <summary>Of a Trend, keeps the values in some intervals, or counts them more finely; lets all others pass.</summary>
/// <param name="intervals">In ascending order, apart from each other.</param>
internal sealed class RankKeeper(RankInterval[] intervals) : ValueKeeper
{
    private readonly List<double>[] _values = Array.ConvertAll(intervals, i => new List<double>(i.Collect ? 16 : 0));
    private readonly long[]?[] _parts = Array.ConvertAll(intervals, i => i.Collect ? null : new long[RankInterval.Parts]);

    public override void Add(double value)
    {
        var key = Rounding.ToKey(value);
        var (low, high) = (0, intervals.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (key < intervals[middle].Low)
            {
                high = middle - 1;
            }
            else if (key > intervals[middle].High)
            {
                low = middle + 1;
            }
            else
            {
                if (_parts[middle] is { } parts)
                    parts[intervals[middle].PartOf(key)]++;
                else
                    _values[middle].Add(value);
                return;
            }
        }
    }

    public override void Merge(ValueKeeper? other)
    {
        if (other is not RankKeeper keeper)
            return;
        for (var i = 0; i < intervals.Length; i++)
        {
            _values[i].AddRange(keeper._values[i]);
            for (var k = 0; k < (_parts[i]?.Length ?? 0); k++)
                _parts[i]![k] += keeper._parts[i]![k];
        }
    }

    /// <summary>What was kept of an interval, in ascending order; null when it was counted.</summary>
    public double[]? ValuesOf(int interval)
    {
        if (_parts[interval] is not null)
            return null;
        AscendingDoubles.Sort(CollectionsMarshal.AsSpan(_values[interval]));
        return [.. _values[interval]];
    }

    /// <summary>The part of an interval that holds the value at a 0-based rank.</summary>
    public RankInterval PartAt(int interval, long rank)
    {
        var below = intervals[interval].Below;
        var parts = _parts[interval]!;
        for (var i = 0; i < parts.Length; i++)
        {
            if (rank - below < parts[i])
                return intervals[interval].Part(i, below, parts[i]);
            below += parts[i];
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }
}
