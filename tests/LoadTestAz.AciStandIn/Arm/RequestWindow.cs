namespace LoadTestAz.AciStandIn.Arm;

/// <summary>So many requests within any stretch of time. The strictest reading of "100 in 5 minutes": it slides.</summary>
internal sealed class RequestWindow(int limit, TimeSpan length, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Queue<DateTimeOffset> _taken = new();

    /// <summary>How many more would pass now.</summary>
    public int Remaining
    {
        get
        {
            lock (_lock)
            {
                Forget();
                return limit - _taken.Count;
            }
        }
    }

    /// <summary>Zero when one more would pass; otherwise the time until it would.</summary>
    public TimeSpan Wait()
    {
        lock (_lock)
        {
            Forget();
            return _taken.Count < limit ? TimeSpan.Zero : _taken.Peek() + length - clock.GetUtcNow();
        }
    }

    /// <summary>Counts a request.</summary>
    public void Add()
    {
        lock (_lock)
            _taken.Enqueue(clock.GetUtcNow());
    }

    private void Forget()
    {
        while (_taken.TryPeek(out var oldest) && oldest + length <= clock.GetUtcNow())
            _taken.Dequeue();
    }
}
