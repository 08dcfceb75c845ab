using CsCheck;
using LoadTestAz.Azure.Aci.Pacing;
using LoadTestAz.Azure.Tests.Aci.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Azure.Tests.Aci.Pacing;

public sealed class PaceTests
{
    private static readonly DateTimeOffset Begin = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void A_window_never_holds_more_than_its_limit() => Gen.Int[0, 5000].List[1, 60].Sample(gaps =>
    {
        var window = new SlidingWindow(5, TimeSpan.FromSeconds(10));
        var (now, taken) = (Begin, new List<DateTimeOffset>());
        foreach (var gap in gaps)
        {
            now += TimeSpan.FromMilliseconds(gap);
            now += window.WaitAt(now);
            Assert.Equal(TimeSpan.Zero, window.WaitAt(now));
            window.Take(now);
            taken.Add(now);
        }

        Assert.All(taken, end => Assert.True(taken.Count(t => t <= end && t > end - TimeSpan.FromSeconds(10)) <= 5));
    });

    [Fact]
    public void A_bucket_never_gives_more_than_its_size_and_what_flows_in() => Gen.Int[0, 400].List[1, 80].Sample(gaps =>
    {
        var bucket = new TokenBucket(10, 5);
        var (now, taken) = (Begin, new List<DateTimeOffset>());
        foreach (var gap in gaps)
        {
            now += TimeSpan.FromMilliseconds(gap);
            now += bucket.WaitAt(now);
            bucket.Take(now);
            taken.Add(now);
        }

        for (var first = 0; first < taken.Count; first++)
        {
            for (var last = first; last < taken.Count; last++)
                Assert.True(last - first + 1 <= 10 + ((taken[last] - taken[first]).TotalSeconds * 5) + 1e-6);
        }
    });

    [Fact]
    public async Task What_passes_at_once_passes_at_once()
    {
        var clock = new FakeTimeProvider(Begin);
        var pace = new Pace("testing", clock, new SlidingWindow(3, TimeSpan.FromMinutes(5)));

        for (var i = 0; i < 3; i++)
            await pace.PassAsync(DateTimeOffset.MaxValue, null, CancellationToken.None);

        Assert.Equal(Begin, clock.GetUtcNow());
    }

    [Fact]
    public async Task The_next_one_waits_and_says_for_what()
    {
        var world = new ArmWorld();
        var notices = new List<string>();
        var pace = new Pace("creating container groups", world.Clock, new SlidingWindow(1, TimeSpan.FromMinutes(5)));
        await pace.PassAsync(DateTimeOffset.MaxValue, notices.Add, CancellationToken.None);
        var before = world.Clock.GetUtcNow();

        await world.ElapseAsync(pace.PassAsync(DateTimeOffset.MaxValue, notices.Add, CancellationToken.None));

        Assert.True(world.Clock.GetUtcNow() - before >= TimeSpan.FromMinutes(5));
        Assert.Equal(["Azure allows 1 in 5 minutes for creating container groups; the next one may be sent in 5m1s."], notices);
    }

    [Fact]
    public async Task A_wait_that_would_be_too_long_is_not_begun()
    {
        var clock = new FakeTimeProvider(Begin);
        var pace = new Pace("testing", clock, new SlidingWindow(1, TimeSpan.FromMinutes(5)));
        await pace.PassAsync(Begin, null, CancellationToken.None);

        var error = await Assert.ThrowsAsync<TimeoutException>(() => pace.PassAsync(Begin + TimeSpan.FromMinutes(1), null, CancellationToken.None));

        Assert.Contains("1 in 5 minutes", error.Message);
    }

    [Fact]
    public async Task Held_back_nothing_passes()
    {
        var world = new ArmWorld();
        var pace = new Pace("testing", world.Clock, new TokenBucket(100, 10));
        pace.Hold(TimeSpan.FromSeconds(17));
        pace.Hold(TimeSpan.FromSeconds(3)); // A shorter one does not shorten it.
        var before = world.Clock.GetUtcNow();

        await world.ElapseAsync(Task.WhenAll(pace.PassAsync(DateTimeOffset.MaxValue, null, default), pace.PassAsync(DateTimeOffset.MaxValue, null, default)));

        Assert.InRange(world.Clock.GetUtcNow() - before, TimeSpan.FromSeconds(17), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Whoever_gives_up_the_wait_leaves_his_place_to_the_next()
    {
        var world = new ArmWorld();
        var pace = new Pace("testing", world.Clock, new SlidingWindow(1, TimeSpan.FromSeconds(10)));
        await pace.PassAsync(DateTimeOffset.MaxValue, null, CancellationToken.None);
        using var impatient = new CancellationTokenSource();
        var first = pace.PassAsync(DateTimeOffset.MaxValue, null, impatient.Token);
        var second = pace.PassAsync(DateTimeOffset.MaxValue, null, CancellationToken.None);

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await world.ElapseAsync(second);
    }
}
