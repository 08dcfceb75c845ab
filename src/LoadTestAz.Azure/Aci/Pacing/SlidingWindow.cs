namespace LoadTestAz.Azure.Aci.Pacing;

/// <summary>So many in any window of that length.</summary>
internal sealed class SlidingWindow(int limit, TimeSpan window) : IRateLimit
{
    // The service counts when a request arrives, we when it leaves.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(1);

    private readonly LinkedList<DateTimeOffset> _taken = new();

    /// <inheritdoc/>
    public string Words => window.TotalHours >= 1 ? $"{limit} in an hour" : $"{limit} in {window.TotalMinutes:0} minutes";

    /// <inheritdoc/>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        while (_taken.First is { } first && first.Value + window + Margin <= now)
            _taken.RemoveFirst();
        return _taken.Count < limit ? TimeSpan.Zero : _taken.First!.Value + window + Margin - now;
    }

    /// <inheritdoc/>
    public void Take(DateTimeOffset now) => _taken.AddLast(now);

    /// <inheritdoc/>
    public void GiveBack()
    {
        if (_taken.Count > 0)
            _taken.RemoveLast();
    }
}
