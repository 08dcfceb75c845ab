using CsCheck;
using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Plans;

public class K6DurationTests
{
    [Theory]
    [InlineData("30s", 30_000)]
    [InlineData("1m30s", 90_000)]
    [InlineData("1h", 3_600_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData(".5s", 500)]
    [InlineData("1.s", 1_000)]
    [InlineData("500ms", 500)]
    [InlineData("1500us", 1.5)]
    [InlineData("1500\u00b5s", 1.5)]
    [InlineData("1500\u03bcs", 1.5)]
    [InlineData("1000000ns", 1)]
    [InlineData("1d", 86_400_000)]
    [InlineData("1d12h30m", 131_400_000)]
    [InlineData("-1m", -60_000)]
    [InlineData("-1d12h", -129_600_000)]
    [InlineData("+5s", 5_000)]
    [InlineData("1s1m", 61_000)]
    [InlineData("0", 0)]
    [InlineData("0s", 0)]
    public void What_k6_reads_is_read(string text, double milliseconds) =>
        Assert.Equal(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond)), K6Duration.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("30")]
    [InlineData("1.5")]
    [InlineData("1m30")]
    [InlineData("s")]
    [InlineData(".s")]
    [InlineData("1..5s")]
    [InlineData("1 s")]
    [InlineData(" 1s")]
    [InlineData("1S")]
    [InlineData("5min")]
    [InlineData("1,5h")]
    [InlineData("1.5d")]
    [InlineData("1h1d")]
    [InlineData("d")]
    [InlineData("--1s")]
    [InlineData("1e3s")]
    [InlineData("3000000h")]
    [InlineData("99999999999999999999999999999999999999s")]
    [InlineData("9999999999999999999999999999h")]
    [InlineData("9223372036854775807d")]
    [InlineData("2500000h2500000h")]
    public void What_k6_refuses_or_takes_as_milliseconds_is_refused(string text)
    {
        Assert.False(K6Duration.TryParse(text, out var duration, out var error));
        Assert.Equal(TimeSpan.Zero, duration);
        Assert.NotEmpty(error);
        Assert.Throws<FormatException>(() => K6Duration.Parse(text));
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(90_000, "1m30s")]
    [InlineData(60_000, "1m")]
    [InlineData(172_800_000, "48h")]
    [InlineData(500, "500ms")]
    [InlineData(1_500, "1s500ms")]
    [InlineData(0.0005, "500ns")]
    [InlineData(-60_000, "-1m")]
    public void The_text_is_the_shortest(double milliseconds, string text) =>
        Assert.Equal(text, K6Duration.Format(TimeSpan.FromTicks((long)(milliseconds * TimeSpan.TicksPerMillisecond))));

    [Fact]
    public void Every_duration_that_k6_knows_is_read_back_exactly() =>
        Gen.Long[-long.MaxValue / 100, long.MaxValue / 100].Select(TimeSpan.FromTicks)
            .Sample(duration => Assert.Equal(duration, K6Duration.Parse(K6Duration.Format(duration))));

    [Fact]
    public void The_longest_TimeSpan_can_be_written()
    {
        Assert.StartsWith("-256204778h48m5s", K6Duration.Format(TimeSpan.MinValue));
        Assert.StartsWith("256204778h48m5s", K6Duration.Format(TimeSpan.MaxValue));
    }

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.Char["0123456789.dhmsnu-+ "].Array[0, 40].Select(text => new string(text)).Sample(text =>
        {
            Assert.Equal(K6Duration.TryParse(text, out _, out var error), error is null);
        }, iter: 10_000);
}
