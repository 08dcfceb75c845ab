using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// The course of a test over time, in at most <see cref="MaxPoints"/> intervals however long it takes: when a span of
/// time needs more, the intervals grow.
/// </summary>
/// <remarks>
/// Intervals begin at multiples of their length since the Unix epoch, and each length is a multiple of the one before.
/// So any two series can be brought to the coarser of the two by adding points up, and the result of merging depends
/// neither on order nor on grouping (exactly so for whole numbers below 2^53, which requests and bytes are).
/// Not thread-safe.
/// </remarks>
public sealed class TimeSeries
{
    /// <summary>The largest number of intervals between the first point and the last.</summary>
    public const int MaxPoints = 600;

    // In seconds, up to 10,000 days, of which 600 cover more than DateTimeOffset can express.
    private static ReadOnlySpan<long> Ladder => [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400, 864_000, 8_640_000, 86_400_000, 864_000_000];

    // In the order of time, and the number of each interval beside it. Points come nearly in order, so that most are put
    // at the end, or are the one behind the last that was wanted.
    private readonly List<TimeSeriesPoint> _points = [];
    private readonly List<long> _indexes = [];
    private int _place = -1;
    private int _rung;
    private long _length = Ladder[0] * TimeSpan.TicksPerSecond;
    private long _lowest = long.MaxValue;
    private long _highest = long.MinValue;

    // Points that were added up to coarser ones, or forgotten: a long test would leave thousands behind.
    private readonly List<TimeSeriesPoint> _spare = [];

    // The point that was used last: samples come nearly in order, so it is mostly the one that is wanted next.
    private TimeSeriesPoint? _recent;
    private long _recentStart;

    /// <summary>How long an interval is: 1, 5, 10, 30, 60, 300, ... seconds.</summary>
    public TimeSpan Interval => new(_length);

    /// <summary>The intervals in which something happened, in the order of time; good until more is added.</summary>
    public IReadOnlyCollection<TimeSeriesPoint> Points => _points.AsReadOnly();

    /// <summary>Takes all points of another series; the coarser of the two intervals stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Merge(TimeSeries other)
    {
        Coarsen(other._rung);
        foreach (var point in other._points)
            PointAt(point.StartTicks).Merge(point);
    }

    /// <summary>Forgets all points, and the length of an interval, and keeps the memory for others.</summary>
    internal void Clear()
    {
        _spare.AddRange(_points);
        Empty(0);
    }

    /// <summary>The point of that instant, made when there is none. Good until the next call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal TimeSeriesPoint PointAt(long utcTicks)
    {
        if (_recent is not null && (ulong)(utcTicks - _recentStart) < (ulong)_length)
            return _recent;

        var index = IndexOf(utcTicks);
        while (Math.Max(index, _highest) - Math.Min(index, _lowest) >= MaxPoints)
        {
            Coarsen(_rung + 1);
            index = IndexOf(utcTicks);
        }

        (_lowest, _highest) = (Math.Min(_lowest, index), Math.Max(_highest, index));
        var start = DateTimeOffset.UnixEpoch.Ticks + (index * _length);
        if (!TryFind(index))
        {
            var point = TakeSpare();
            point.Begin(Math.Max(0, start), Interval);
            if (_place == _points.Count)
            {
                _points.Add(point);
                _indexes.Add(index);
            }
            else
            {
                _points.Insert(_place, point);
                _indexes.Insert(_place, index);
            }
        }

        (_recent, _recentStart) = (_points[_place], start);
        return _recent;
    }

    /// <summary>Goes to intervals of this length at least.</summary>
    /// <returns>False when there is no such length.</returns>
    internal bool TryCoarsen(TimeSpan interval)
    {
        var rung = interval.Ticks % TimeSpan.TicksPerSecond == 0 ? Ladder.IndexOf(interval.Ticks / TimeSpan.TicksPerSecond) : -1;
        if (rung >= 0)
            Coarsen(rung);
        return rung >= 0;
    }

    private void Coarsen(int rung)
    {
        if (rung <= _rung)
            return;
        var fine = _points.ToArray();
        Empty(rung);
        foreach (var point in fine)
        {
            PointAt(point.StartTicks).Merge(point);
            _spare.Add(point);
        }
    }

    private void Empty(int rung)
    {
        _points.Clear();
        _indexes.Clear();
        (_rung, _length) = (rung, Ladder[rung] * TimeSpan.TicksPerSecond);
        (_recent, _place, _lowest, _highest) = (null, -1, long.MaxValue, long.MinValue);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private TimeSeriesPoint TakeSpare()
    {
        if (_spare.Count == 0)
            return new TimeSeriesPoint();
        var spare = _spare[^1];
        _spare.RemoveAt(_spare.Count - 1);
        return spare;
    }

    // Goes to the place of an interval's point, or to where it belongs. By hand, since the library's search runs unoptimised
    // for so long that merging many files would wait for it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryFind(long index)
    {
        var (low, high) = (0, _indexes.Count - 1);
        var next = _place + 1;
        if (next <= high && _indexes[next] <= index)
            low = next;
        if (low <= high && _indexes[low] == index)
            high = low;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (_indexes[middle] == index)
            {
                _place = middle;
                return true;
            }

            if (_indexes[middle] < index)
                low = middle + 1;
            else
                high = middle - 1;
        }

        _place = low;
        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private long IndexOf(long utcTicks)
    {
        // Rounds down, also before 1970.
        var (index, rest) = Math.DivRem(utcTicks - DateTimeOffset.UnixEpoch.Ticks, _length);
        return rest < 0 ? index - 1 : index;
    }
}
