namespace LoadTestAz.Commands;

/// <summary>Plain lines in place of a progress bar: one at once, one whenever something else goes on, and one every 30 s.</summary>
internal sealed class Heartbeat(Action<string> write, TimeProvider clock)
{
    /// <summary>How often there is a line at least, as long as there is news.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    private readonly object _turn = new();
    private string? _phase;
    private long _last;

    /// <summary>Takes how things stand; writes it if it is time.</summary>
    /// <param name="phase">What goes on, in a word that stays the same while it does.</param>
    /// <param name="text">How it stands; asked for only when it is written.</param>
    public void Beat(string phase, Func<string> text)
    {
        lock (_turn)
        {
            if (phase == _phase && clock.GetElapsedTime(_last) < Interval)
                return;
            (_phase, _last) = (phase, clock.GetTimestamp());
        }

        write(text());
    }
}
