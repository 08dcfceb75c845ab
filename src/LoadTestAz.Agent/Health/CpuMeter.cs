namespace LoadTestAz.Agent.Health;

/// <summary>What share of its CPU something used: the mean over all time, and the highest mean over a window. Not safe for many threads.</summary>
/// <param name="window">How long a share has to hold to count as a peak.</param>
internal sealed class CpuMeter(TimeSpan window)
{
    private readonly Queue<Mark> _marks = new();
    private Mark? _first;
    private Mark? _last;
    private TimeSpan? _counter;
    private double? _peak;

    /// <summary>The mean share, 0 to 1; null before there are two readings.</summary>
    public double? Mean => _first is null || _last!.At <= _first.At ? null : Share(_first, _last);

    /// <summary>The highest mean share over a whole window, 0 to 1; null before there is one.</summary>
    public double? Peak => _peak;

    /// <summary>Takes a reading.</summary>
    /// <param name="at">When, by a clock that never goes back.</param>
    /// <param name="counter">CPU time used so far; null when it could not be had.</param>
    /// <param name="cores">Cores that it may use since the reading before; null when that is not known.</param>
    public void Add(TimeSpan at, TimeSpan? counter, double? cores)
    {
        if (counter is null || cores is not > 0 || at <= _last?.At)
            return;

        // A child that was taken over by another process took its time along: that is no negative use.
        var used = _counter is { } before && counter > before ? counter.Value - before : TimeSpan.Zero;
        _counter = counter;
        _last = _last is null ? new Mark(at, TimeSpan.Zero, TimeSpan.Zero) : new Mark(at, _last.Used + used, _last.Usable + ((at - _last.At) * cores.Value));
        _first ??= _last;
        _marks.Enqueue(_last);

        // The shortest stretch that is still a window long.
        while (_marks.Count > 1 && _marks.ElementAt(1).At <= at - window)
            _marks.Dequeue();
        if (_marks.Peek().At <= at - window)
            _peak = Math.Max(_peak ?? 0, Share(_marks.Peek(), _last));
    }

    // Timers and counters do not tick together, so a share may come out a little over what is possible.
    private static double Share(Mark from, Mark to) => Math.Min(1, (to.Used - from.Used) / (to.Usable - from.Usable));

    /// <summary>CPU time used, and CPU time that might have been used, since the first reading.</summary>
    private sealed record Mark(TimeSpan At, TimeSpan Used, TimeSpan Usable);
}
