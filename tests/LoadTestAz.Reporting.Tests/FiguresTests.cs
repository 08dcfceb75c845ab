using LoadTestAz.Metrics;

namespace LoadTestAz.Reporting.Tests;

public sealed class FiguresTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(5334, "5,334")]
    [InlineData(-7, "-7")]
    [InlineData(93.62792917869919, "93.628")]
    [InlineData(46937.35, "46,937.4")]
    [InlineData(0.000012345, "1.23E-05")]
    [InlineData(1e300, "1E+300")]
    public void Numbers(double value, string text) => Assert.Equal(text, Figures.Of(value, MetricContents.Default));

    [Theory]
    [InlineData(0.061171, "0.061 ms")]
    [InlineData(92.72415584, "92.724 ms")]
    [InlineData(359.99094, "360 ms")]
    [InlineData(1023.258, "1.02 s")]
    public void Times(double value, string text) => Assert.Equal(text, Figures.Of(value, MetricContents.Time));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1753030, "1.75 MB")]
    [InlineData(-5e20, "-500000 PB")]
    public void Data(double value, string text) => Assert.Equal(text, Figures.Of(value, MetricContents.Data));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1e-9, "< 0.01 %")]
    [InlineData(0.003937, "0.39 %")]
    [InlineData(0.9999999, "> 99.99 %")]
    [InlineData(1, "100 %")]
    public void Only_none_is_0_percent_and_only_all_is_100(double share, string text) => Assert.Equal(text, Figures.Percent(share));

    [Theory]
    [InlineData(0.02, "0s")]
    [InlineData(2.9938, "3s")]
    [InlineData(2.94, "2s900ms")]
    [InlineData(3661.4, "1h1m1s")]
    public void Durations(double seconds, string text) => Assert.Equal(text, Figures.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void No_figure_is_a_dash() => Assert.Equal("–", Figures.Of(null, MetricContents.Time));
}
