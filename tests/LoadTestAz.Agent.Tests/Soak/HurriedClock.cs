namespace LoadTestAz.Agent.Tests.Soak;

/// <summary>
/// A clock that runs faster than time does, timers included: what waits for seconds waits for milliseconds, while sockets,
/// threads and files are the real ones.
/// </summary>
internal sealed class HurriedClock(double speed) : TimeProvider
{
    private readonly DateTimeOffset _epoch = System.GetUtcNow();
    private readonly long _began = System.GetTimestamp();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _epoch + TimeSpan.FromTicks(GetTimestamp());

    public override long GetTimestamp() => (System.GetElapsedTime(_began) * speed).Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(System.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), Shorten);

    // Zero and infinity stay what they are; anything else is at least a millisecond, the least that a timer knows.
    private TimeSpan Shorten(TimeSpan time) =>
        time <= TimeSpan.Zero ? time : TimeSpan.FromMilliseconds(Math.Ceiling(time.TotalMilliseconds / speed));

    private sealed class Timer(ITimer timer, Func<TimeSpan, TimeSpan> shorten) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(shorten(dueTime), shorten(period));

        public void Dispose() => timer.Dispose();

        public ValueTask DisposeAsync() => timer.DisposeAsync();
    }
}
