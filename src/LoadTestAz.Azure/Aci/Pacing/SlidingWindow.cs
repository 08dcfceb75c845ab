namespace LoadTestAz.Azure.Aci.Pacing;

/// <summary>So many in any window of that length.</summary>
internal sealed class SlidingWindow(int limit, TimeSpan window) : IRateLimit
{
    // The service counts when a request arrives, we when it leaves.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly Queue<DateTimeOffset> _taken = new();

    /// <inheritdoc/>
    public string Words => window.TotalHours >= 1 ? $"{limit} in an hour" : $"{limit} in {window.TotalMinutes:0} minutes";

    /// <inheritdoc/>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        while (_taken.TryPeek(out var first) && first + window + Margin <= now)
            _taken.Dequeue();
        return _taken.Count < limit ? TimeSpan.Zero : _taken.Peek() + window + Margin - now;
    }

    /// <inheritdoc/>
    public void Take(DateTimeOffset now) => _taken.Enqueue(now);
}
