using System.Collections.Concurrent;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>A clock that stands until it is moved, and knows for what somebody waits.</summary>
internal sealed class ObservedTimeProvider : FakeTimeProvider
{
    private readonly ConcurrentQueue<TimeSpan> _timers = new();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Enqueue(dueTime);
        return timer;
    }

    /// <summary>Until that many timers of that length have been set.</summary>
    public async Task WaitForTimersAsync(TimeSpan dueTime, int count)
    {
        while (_timers.Count(t => t == dueTime) < count)
            await Task.Delay(5);
    }
}
