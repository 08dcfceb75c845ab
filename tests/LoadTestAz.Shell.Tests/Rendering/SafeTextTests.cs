using CsCheck;
using LoadTestAz.Shell.Rendering;

namespace LoadTestAz.Shell.Tests.Rendering;

public class SafeTextTests
{
    private const string Alphabet = "\e[]\a\\31;mJP? x\n\t\b\u009b\u007f\0é";

    [Fact]
    public void Nothing_that_controls_a_terminal_remains() =>
        Gen.Int[0, Alphabet.Length - 1].Select(i => Alphabet[i]).Array[0, 30].Sample(chars =>
        {
            string text = new(chars);
            Assert.DoesNotContain(SafeText.Clean(text, keepColors: false), c => char.IsControl(c) && c is not ('\n' or '\r' or '\t'));
        });

    [Fact]
    public void Text_without_controls_stays() =>
        Gen.String[Gen.Char[' ', '~'], 0, 50].Sample(text => Assert.Equal(text, SafeText.Clean(text, keepColors: false)));

    [Theory]
    [InlineData("\e[1;31mred\e[0m", "\e[1;31mred\e[0m", "red")]
    [InlineData("\e[2J\e[Hgone", "gone", "gone")]
    [InlineData("\e]8;;http://x\e\\link\e]8;;\e\\", "link", "link")]
    [InlineData("\ePq#0\e\\sixel", "sixel", "sixel")]
    [InlineData("\eccleared", "cleared", "cleared")]
    [InlineData("cut \e[", "cut ", "cut ")]
    public void Sequences_go_whole(string text, string onTerminal, string inFile)
    {
        Assert.Equal(onTerminal, SafeText.Clean(text, keepColors: true));
        Assert.Equal(inFile, SafeText.Clean(text, keepColors: false));
    }
}
