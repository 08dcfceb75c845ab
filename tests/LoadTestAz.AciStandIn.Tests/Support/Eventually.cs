using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.AciStandIn.Tests.Support;

/// <summary>Waits for what happens by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task TrueAsync(string what, Func<Task<bool>> condition)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(since) < Patience, $"Waited {Patience.TotalMinutes} minutes in vain for: {what}.");
            await Task.Delay(20);
        }
    }

    /// <summary>Moves a clock until something shows: a wait that is to end may not have begun yet.</summary>
    public static Task AdvanceUntilAsync(this FakeTimeProvider clock, TimeSpan step, Func<bool> condition) => TrueAsync("an effect of time", () =>
    {
        if (!condition())
            clock.Advance(step);
        return condition();
    });

    public static Task TrueAsync(string what, Func<bool> condition) => TrueAsync(what, () => Task.FromResult(condition()));
}
