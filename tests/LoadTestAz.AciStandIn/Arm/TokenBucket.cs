namespace LoadTestAz.AciStandIn.Arm;

/// <summary>A bucket of tokens that fills up again with time.</summary>
internal sealed class TokenBucket(int size, double refill, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private double _tokens = size;
    private DateTimeOffset _at = clock.GetUtcNow();

    /// <summary>Takes a token.</summary>
    /// <param name="remaining">Whole tokens left.</param>
    /// <returns>Zero when there was one; otherwise the time until there is.</returns>
    public TimeSpan Take(out int remaining)
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            _tokens = Math.Min(size, _tokens + ((now - _at).TotalSeconds * refill));
            _at = now;
            var wait = _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromSeconds((1 - _tokens) / refill);
            if (wait == TimeSpan.Zero)
                _tokens--;
            remaining = (int)_tokens;
            return wait;
        }
    }
}
