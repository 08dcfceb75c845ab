using LoadTestAz.Reporting.Html.Charts;

namespace LoadTestAz.Reporting.Tests.Html;

public sealed class TimeDomainTests
{
    [Theory]
    [InlineData(0, 165, new[] { "0:00", "0:30", "1:00", "1:30", "2:00", "2:30" })]
    [InlineData(0, 7200, new[] { "0:00", "20:00", "40:00", "1:00:00", "1:20:00", "1:40:00", "2:00:00" })]
    [InlineData(-3, 5, new[] { "−0:02", "0:00", "0:02", "0:04" })]
    [InlineData(0, 864_000, new[] { "0:00", "48:00:00", "96:00:00", "144:00:00", "192:00:00", "240:00:00" })]
    public void Times_are_round_and_few(double from, double to, string[] expected) =>
        Assert.Equal(expected, new TimeDomain(from, to).Ticks().Select(TimeDomain.Text));
}
