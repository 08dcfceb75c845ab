namespace LoadTestAz.Azure.Aci.Pacing;

/// <summary>A bucket of tokens that fills up again: so many at once, and so many a second on end.</summary>
/// <seealso href="https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling"/>
internal sealed class TokenBucket(int size, double perSecond) : IRateLimit
{
    private double _tokens = size;
    private DateTimeOffset? _at;

    /// <inheritdoc/>
    public string Words => $"{perSecond:0} a second";

    /// <inheritdoc/>
    public TimeSpan WaitAt(DateTimeOffset now)
    {
        Fill(now);
        // In whole milliseconds, upwards: timers know no less, and a wait that is cut short would be none.
        return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromMilliseconds(Math.Ceiling((1 - _tokens) / perSecond * 1000) + 1);
    }

    /// <inheritdoc/>
    public void Take(DateTimeOffset now)
    {
        Fill(now);
        _tokens--;
    }

    /// <inheritdoc/>
    public void GiveBack() => _tokens = Math.Min(size, _tokens + 1);

    private void Fill(DateTimeOffset now)
    {
        if (_at is { } before && now > before)
            _tokens = Math.Min(size, _tokens + ((now - before).TotalSeconds * perSecond));
        _at = now;
    }
}
