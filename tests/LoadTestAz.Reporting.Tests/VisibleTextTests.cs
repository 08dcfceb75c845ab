using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests;

public sealed class VisibleTextTests
{
    [Theory]
    [InlineData("p(95)<500", "p(95)<500")]
    [InlineData("ünïcode ✓ 日本語 \U0001F600", "ünïcode ✓ 日本語 \U0001F600")]
    [InlineData("\U0001F468\u200D\U0001F469", "\U0001F468\u200D\U0001F469")]
    [InlineData("a\r\nb\nc\rd\te", "a b c d e")]
    [InlineData("\u001b[31mred\u0007", @"\u{1B}[31mred\u{7}")]
    [InlineData("\u009b2J", @"\u{9B}2J")]
    [InlineData("evil\u202Egpj.exe", @"evil\u{202E}gpj.exe")]
    [InlineData("a\u200Bb\uFEFF\u2028", @"a\u{200B}b\u{FEFF}\u{2028}")]
    [InlineData("\uFFFE\uFFFF\0", @"\u{FFFE}\u{FFFF}\u{0}")]
    [InlineData("##vso[task.complete]", "# #vso[task.complete]")]
    [InlineData("####[error]", "# # # #[error]")]
    public void What_acts_or_hides_is_spelled_out(string text, string visible) => Assert.Equal(visible, VisibleText.Of(text));

    [Fact]
    public void Half_a_character_is_replaced() => Assert.Equal("a\uFFFDb", VisibleText.Of("a\ud800b"));

    [Fact]
    public void What_is_too_long_ends_in_an_ellipsis_and_no_character_is_cut()
    {
        Assert.Equal("abc", VisibleText.Of("abc", 3));
        Assert.Equal("abc…", VisibleText.Of("abcd", 3));
        Assert.Equal("ab…", VisibleText.Of("ab\U0001F600", 3));
        Assert.Equal("ab…", VisibleText.Of("ab\u001b", 3));
    }

    [Fact]
    public void Nothing_is_left_to_do_the_second_time()
    {
        var once = VisibleText.Of(Results.Hostile);
        Assert.Equal(once, VisibleText.Of(once));
    }
}
