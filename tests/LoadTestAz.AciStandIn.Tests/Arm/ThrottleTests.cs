using LoadTestAz.AciStandIn.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.AciStandIn.Tests.Arm;

public sealed class ThrottleTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_hundred_creates_pass_in_five_minutes_and_the_next_is_told_when_to_come()
    {
        await using var rig = await Rig.StartAsync(new() { Clock = _clock });
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(201, (await rig.Client.PutAsync($"w-{i}", Bodies.Plain())).Status);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var early = await rig.Client.PutAsync("w-100", Bodies.Plain());
        _clock.Advance(TimeSpan.FromSeconds(early.RetryAfter!.Value - 1));
        var stillEarly = await rig.Client.PutAsync("w-100", Bodies.Plain());
        _clock.Advance(TimeSpan.FromSeconds(1));
        var inTime = await rig.Client.PutAsync("w-100", Bodies.Plain());
        var tooMany = await rig.Client.PutAsync("w-101", Bodies.Plain());

        // The first of the hundred was 100 s ago, so it counts for 200 s more.
        Assert.Equal((429, "TooManyRequests", 200), (early.Status, early.ErrorCode, early.RetryAfter));
        Assert.Equal("0", early.Header("x-ms-ratelimit-remaining-subscription-resource-requests-pt5m"));
        Assert.Equal((429, 1), (stillEarly.Status, stillEarly.RetryAfter));
        Assert.Equal(201, inTime.Status);
        Assert.Equal((429, 1), (tooMany.Status, tooMany.RetryAfter));
    }

    [Fact]
    public async Task Three_hundred_creates_pass_in_an_hour()
    {
        await using var rig = await Rig.StartAsync(new() { Clock = _clock, Limits = new() { PerFiveMinutes = 5, PerHour = 12 } });
        var statuses = new List<int>();
        for (var i = 0; i < 15; i++)
        {
            statuses.Add((await rig.Client.PutAsync($"w-{i}", Bodies.Plain())).Status);
            _clock.Advance(TimeSpan.FromMinutes(1));
        }

        var reply = await rig.Client.PutAsync("w-15", Bodies.Plain());

        Assert.Equal(12, statuses.Count(s => s == 201));
        Assert.Equal((429, 45 * 60), (reply.Status, reply.RetryAfter));
        Assert.Equal("0", reply.Header("x-ms-ratelimit-remaining-subscription-resource-requests-pt1h"));
    }

    [Fact]
    public async Task Deletes_have_a_count_of_their_own()
    {
        await using var rig = await Rig.StartAsync(new() { Clock = _clock, Limits = new() { PerFiveMinutes = 2 } });
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(201, (await rig.Client.PutAsync($"w-{i}", Bodies.Plain())).Status);
            Assert.Equal(202, (await rig.Client.DeleteAsync($"w-{i}")).Status);
        }

        Assert.Equal(429, (await rig.Client.DeleteAsync("w-2")).Status);
        Assert.Equal(429, (await rig.Client.PutAsync("w-2", Bodies.Plain())).Status);
    }

    [Fact]
    public async Task ARM_s_buckets_fill_up_again()
    {
        await using var rig = await Rig.StartAsync(new() { Clock = _clock, Limits = new() { Reads = (3, 0.5) } });
        var remaining = new List<string>();
        for (var i = 0; i < 3; i++)
            remaining.Add((await rig.Client.ListAsync()).Header("x-ms-ratelimit-remaining-subscription-reads"));

        var empty = await rig.Client.ListAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var half = await rig.Client.ListAsync();
        _clock.Advance(TimeSpan.FromSeconds(1));
        var again = await rig.Client.ListAsync();

        Assert.Equal(["2", "1", "0"], remaining);
        Assert.Equal((429, "SubscriptionRequestsThrottled", 2), (empty.Status, empty.ErrorCode, empty.RetryAfter));
        Assert.Equal((429, 1), (half.Status, half.RetryAfter));
        Assert.Equal(200, again.Status);
        Assert.Equal(201, (await rig.Client.PutAsync("w", Bodies.Plain())).Status);
    }
}
