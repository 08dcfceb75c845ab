using System.Globalization;
using System.Text;
using LoadTestAz.Merging.K6;

namespace LoadTestAz.Core.Tests.Merging.K6;

public sealed class K6TimeTests
{
    [Theory]
    [InlineData("2026-11-23T00:29:56Z", "2026-11-23T00:29:56.0000000Z")]
    [InlineData("2026-11-23T00:29:56.851587025Z", "2026-11-23T00:29:56.8515870Z")]
    [InlineData("2026-11-23T00:29:56.999999999999Z", "2026-11-23T00:29:56.9999999Z")]
    [InlineData("2026-11-23T00:29:56.1Z", "2026-11-23T00:29:56.1000000Z")]
    [InlineData("2026-11-23T01:43:29.284176767+01:00", "2026-11-23T00:43:29.2841767Z")]
    [InlineData("2026-11-23T01:43:29-03:30", "2026-11-23T05:13:29.0000000Z")]
    [InlineData("2026-01-01T00:10:00+05:45", "2025-12-31T18:25:00.0000000Z")]
    [InlineData("2028-02-29T23:59:59.9+00:00", "2028-02-29T23:59:59.9000000Z")]
    public void Times_are_read_to_100_ns(string text, string utc)
    {
        Assert.True(K6Time.TryParse(Encoding.UTF8.GetBytes(text), out var ticks));
        Assert.Equal(utc, new DateTime(ticks, DateTimeKind.Utc).ToString("O", CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("")]
    [InlineData("2026-11-23")]
    [InlineData("2026-11-23T00:29:56")]
    [InlineData("2026-11-23T00:29:56.")]
    [InlineData("2026-11-23T00:29:56.Z")]
    [InlineData("2026-11-23T00:29:56.5")]
    [InlineData("2026-11-23T24:00:00Z")]
    [InlineData("2026-11-23T00:60:00Z")]
    [InlineData("2026-02-29T00:00:00Z")]
    [InlineData("2026-13-01T00:00:00Z")]
    [InlineData("2026-00-01T00:00:00Z")]
    [InlineData("2026-11-23T00:29:56+1:00")]
    [InlineData("2026-11-23T00:29:56+24:00")]
    [InlineData("2026-11-23T00:29:56Zulu")]
    [InlineData("2026-11-23 00:29:56Z")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("20x6-11-23T00:29:56Z")]
    public void Others_are_not(string text) => Assert.False(K6Time.TryParse(Encoding.UTF8.GetBytes(text), out _));
}
