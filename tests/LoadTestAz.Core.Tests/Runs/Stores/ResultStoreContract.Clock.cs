using LoadTestAz.Runs;

namespace LoadTestAz.Tests.Runs.Stores;

/// <summary>The stores of these tests are on this machine, so that their clock is known.</summary>
public abstract partial class ResultStoreContract
{
    /// <summary>By how much a corrected clock may be off after a few looks at this store's.</summary>
    protected abstract TimeSpan ClockPrecision { get; }

    [Theory]
    [InlineData(181)]
    [InlineData(-181)]
    [InlineData(0.4)]
    [InlineData(-0.4)]
    [InlineData(0)]
    public async Task A_clock_that_is_off_is_corrected_by_the_stores_and_a_good_one_stays_as_it_is(double seconds)
    {
        var ahead = TimeSpan.FromSeconds(seconds);
        var store = NewStore();
        var clock = new StoreClock(store, new SkewedTimeProvider(TimeProvider.System, ahead));

        Assert.Null(clock.KnownOffset);
        for (var look = 0; look < StoreClock.FirstLooks; look++)
        {
            Assert.True(await clock.TryLookAsync(Cancel));
            await Task.Delay(TimeSpan.FromMilliseconds(30), Cancel);
        }

        if (seconds == 0)
            Assert.Equal(TimeSpan.Zero, clock.KnownOffset);
        Assert.InRange(clock.KnownOffset!.Value, ahead - ClockPrecision, ahead + ClockPrecision);
        Assert.InRange(clock.GetUtcNow() - TimeProvider.System.GetUtcNow(), -ClockPrecision - TimeSpan.FromSeconds(1), ClockPrecision + TimeSpan.FromSeconds(1));
        Assert.Empty(await store.ListAsync("", Cancel));
    }
}
