using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>The values of a Trend one by one, until the budget is spent.</summary>
internal sealed class KeptValues(KeptValuesBudget budget) : ValueKeeper
{
    private const int SmallestChunk = 32;
    private const int LargestChunk = 8 << 10; // More of them stand half empty where there are many Trends.

    private readonly List<ArraySegment<double>> _full = [];
    private double[] _chunk = [];
    private int _used;
    private bool _dropped;

    /// <summary>How many there are; 0 when they were dropped.</summary>
    public long Count => _dropped ? 0 : _used + _full.Sum(c => (long)c.Count);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Add(double value)
    {
        if (_used == _chunk.Length && !TryMakeRoom())
            return;
        _chunk[_used++] = value;
    }

    /// <inheritdoc/>
    /// <remarks>Where the other one has kept none, those here are not complete any more, which shows in their number.</remarks>
    public override void Merge(ValueKeeper? other)
    {
        if (_dropped || other is not KeptValues { _dropped: false } kept)
            return;
        _full.AddRange(kept._full);
        if (kept._used > 0)
            _full.Add(new(kept._chunk, 0, kept._used));
    }

    /// <summary>All of them in ascending order.</summary>
    public double[] ToSorted()
    {
        var values = new double[Count];
        var at = 0;
        foreach (var chunk in _full.Append(new(_chunk, 0, _used)))
        {
            chunk.CopyTo(values, at);
            at += chunk.Count;
        }

        AscendingDoubles.Sort(values);
        return values;
    }

    private bool TryMakeRoom()
    {
        if (_dropped)
            return false;

        // What is noted is there: as long as all values together fit, nobody drops any. Whoever fills no chunk any more
        // keeps a few to the end.
        if (!budget.TryTake(_used))
        {
            (_dropped, _chunk, _used) = (true, [], 0);
            _full.Clear();
            return false;
        }

        if (_used > 0)
            _full.Add(new(_chunk, 0, _used));
        (_chunk, _used) = (NewChunk(Math.Clamp(2 * _chunk.Length, SmallestChunk, LargestChunk)), 0);
        return true;
    }

    // Large ones live until the merge is done. Pinned, the garbage collector leaves them where they are; else it would move each
    // of them twice, while all threads wait.
    private static double[] NewChunk(int length) => GC.AllocateUninitializedArray<double>(length, pinned: length == LargestChunk);
}
