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

    // Up to 10,000 days, of which 600 cover more than DateTimeOffset can express.
    private static readonly long[] Ladder = Array.ConvertAll<int, long>(
        [1, 5, 10, 30, 60, 300, 600, 1800, 3600, 21_600, 86_400, 864_000, 8_640_000, 86_400_000, 864_000_000],
        seconds => seconds * TimeSpan.TicksPerSecond);

    private readonly SortedDictionary<long, TimeSeriesPoint> _points = [];
    private int _rung;
    private long _lowest = long.MaxValue;
    private long _highest = long.MinValue;

    // The point that was used last: samples come nearly in order, so it is mostly the one that is wanted next.
    private TimeSeriesPoint? _recent;
    private long _recentStart;

    /// <summary>How long an interval is: 1, 5, 10, 30, 60, 300, ... seconds.</summary>
    public TimeSpan Interval => new(Ladder[_rung]);

    /// <summary>The intervals in which something happened, in the order of time.</summary>
    public IReadOnlyCollection<TimeSeriesPoint> Points => _points.Values;

    /// <summary>Takes all points of another series; the coarser of the two intervals stands.</summary>
    public void Merge(TimeSeries other)
    {
        Coarsen(other._rung);
        foreach (var point in other._points.Values)
            PointAt(point.Start.UtcTicks).Merge(point);
    }

    /// <summary>The point of that instant, made when there is none. Good until the next call.</summary>
    internal TimeSeriesPoint PointAt(long utcTicks)
    {
        if (_recent is not null && (ulong)(utcTicks - _recentStart) < (ulong)Ladder[_rung])
            return _recent;

        var index = IndexOf(utcTicks);
        while (Math.Max(index, _highest) - Math.Min(index, _lowest) >= MaxPoints)
        {
            Coarsen(_rung + 1);
            index = IndexOf(utcTicks);
        }

        (_lowest, _highest) = (Math.Min(_lowest, index), Math.Max(_highest, index));
        var start = DateTimeOffset.UnixEpoch.Ticks + (index * Ladder[_rung]);
        if (!_points.TryGetValue(index, out var point))
            _points.Add(index, point = new TimeSeriesPoint(new(Math.Max(0, start), TimeSpan.Zero), Interval));
        (_recent, _recentStart) = (point, start);
        return point;
    }

    /// <summary>Goes to intervals of this length at least.</summary>
    /// <returns>False when there is no such length.</returns>
    internal bool TryCoarsen(TimeSpan interval)
    {
        var rung = Array.IndexOf(Ladder, interval.Ticks);
        if (rung >= 0)
            Coarsen(rung);
        return rung >= 0;
    }

    private void Coarsen(int rung)
    {
        if (rung <= _rung)
            return;
        _rung = rung;
        var fine = _points.Values.ToArray();
        _points.Clear();
        (_recent, _lowest, _highest) = (null, long.MaxValue, long.MinValue);
        foreach (var point in fine)
            PointAt(point.Start.UtcTicks).Merge(point);
    }

    private long IndexOf(long utcTicks)
    {
        // Rounds down, also before 1970.
        var (index, rest) = Math.DivRem(utcTicks - DateTimeOffset.UnixEpoch.Ticks, Ladder[_rung]);
        return rest < 0 ? index - 1 : index;
    }
}
