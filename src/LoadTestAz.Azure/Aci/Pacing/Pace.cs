using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Pacing;

/// <summary>Lets requests of one kind pass, one after another, as fast as their limits and the service allow.</summary>
/// <param name="what">What the requests do, as in <c>creating container groups</c>.</param>
/// <param name="clock">Tells the time.</param>
/// <param name="limits">All of them count.</param>
internal sealed class Pace(string what, TimeProvider clock, params IRateLimit[] limits)
{
    // A wait that nobody would notice needs no words.
    private static readonly TimeSpan Noticeable = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly object _lock = new();
    private DateTimeOffset _heldUntil;

    /// <summary>Waits until one more may pass.</summary>
    /// <param name="giveUpAt">A wait beyond this instant is not begun.</param>
    /// <param name="notice">Is told what is waited for, and how long.</param>
    /// <param name="cancellationToken">Ends the wait; nothing has passed then.</param>
    /// <exception cref="TimeoutException">It would take longer; says what for.</exception>
    public async Task PassAsync(DateTimeOffset giveUpAt, Action<string>? notice, CancellationToken cancellationToken)
    {
        // Whoever is first in the line waits for the limits, all others for him.
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            while (true)
            {
                var now = clock.GetUtcNow();
                var (wait, why) = TryTake(now);
                if (wait <= TimeSpan.Zero)
                    return;

                var words = $"Azure allows {why} for {what}; the next one may be sent in {Words(wait)}";
                if (now + wait > giveUpAt)
                    throw new TimeoutException($"{words}, which is too late");
                if (wait >= Noticeable)
                    notice?.Invoke($"{words}.");
                await Task.Delay(wait, clock, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The service turned one away, so that it does not count, and nothing passes for so long.</summary>
    public void Hold(TimeSpan time)
    {
        lock (_lock)
        {
            foreach (var limit in limits)
                limit.GiveBack();
            if (clock.GetUtcNow() + time is var until && until > _heldUntil)
                _heldUntil = until;
        }
    }

    // Taken when there is nothing to wait for.
    private (TimeSpan Wait, string Why) TryTake(DateTimeOffset now)
    {
        lock (_lock)
        {
            var (wait, why) = (_heldUntil - now, "no more for now (429)");
            foreach (var limit in limits)
            {
                if (limit.WaitAt(now) is var own && own > wait)
                    (wait, why) = (own, limit.Words);
            }

            if (wait <= TimeSpan.Zero)
            {
                foreach (var limit in limits)
                    limit.Take(now);
            }

            return (wait, why);
        }
    }

    private static string Words(TimeSpan wait) => K6Duration.Format(TimeSpan.FromSeconds(Math.Ceiling(wait.TotalSeconds)));
}
