using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Plans.Azure;

public class AciLimitsTests
{
    [Theory]
    [InlineData(1, 0)]
    [InlineData(100, 0)]
    [InlineData(101, 5)]
    [InlineData(200, 5)]
    [InlineData(300, 10)]
    [InlineData(301, 60)]
    [InlineData(401, 65)]
    [InlineData(601, 120)]
    public void The_last_of_many_groups_waits(int count, int minutes) => Assert.Equal(TimeSpan.FromMinutes(minutes), AciLimits.EarliestCreation(count)[^1]);

    [Fact]
    public void No_window_ever_holds_more_than_is_allowed()
    {
        var times = AciLimits.EarliestCreation(1000);
        Assert.All(times, start => Assert.True(times.Count(t => t >= start && t < start + AciLimits.ShortWindow) <= AciLimits.PerShortWindow));
        Assert.All(times, start => Assert.True(times.Count(t => t >= start && t < start + AciLimits.LongWindow) <= AciLimits.PerLongWindow));
    }
}
