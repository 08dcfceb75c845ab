namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// What Ctrl+C and a polite kill do: they stop what is running. A second one soon after, or one while nothing runs, is
/// left to the system, which ends the process.
/// </summary>
internal sealed class Interrupts(TimeProvider time)
{
    /// <summary>Within this time a second Ctrl+C means that the user will not wait for the first one's effect.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private Action? _stop;
    private long? _stoppedAt;

    /// <summary>128 plus the number of the last signal that stopped something, as shells have it; null before the first.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>From here on, until the returned object is disposed, an interrupt calls <paramref name="stop"/>.</summary>
    /// <param name="stop">Must return at once.</param>
    public IDisposable Enter(Action stop)
    {
        lock (_lock)
        {
            _stop = stop;
            _stoppedAt = null;
        }

        return new Scope(this);
    }

    /// <summary>A signal came.</summary>
    /// <returns>Whether it was dealt with; if not, the process shall end.</returns>
    public bool Handle(int signalNumber)
    {
        lock (_lock)
        {
            if (_stop is null || (_stoppedAt is { } earlier && time.GetElapsedTime(earlier) < Patience))
                return false;
            _stoppedAt = time.GetTimestamp();
            ExitCode = 128 + signalNumber;
            // Under the lock, so that what is stopped can't be disposed meanwhile.
            _stop();
            return true;
        }
    }

    private void Leave()
    {
        lock (_lock)
            _stop = null;
    }

    private sealed class Scope(Interrupts owner) : IDisposable
    {
        public void Dispose() => owner.Leave();
    }
}
