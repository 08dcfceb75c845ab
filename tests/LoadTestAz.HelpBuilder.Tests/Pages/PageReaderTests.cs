using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder.Tests.Pages;

public sealed class PageReaderTests
{
    [Fact]
    public void Headings_make_sections_and_entries_with_their_lines()
    {
        var page = Read("# Get-It\n\n## PARAMETERS\n\n### -One\n\nText.\n\nDefault: 1.\n\n### -Two\n\n## OUTPUTS\n");
        Assert.Equal("Get-It", page.Cmdlet);
        Assert.Equal("Get-It", page.Root.Title);
        Assert.Equal([("PARAMETERS", 3), ("OUTPUTS", 13)], page.Root.Children.Select(s => (s.Title, s.Line)));
        var one = page.Section("PARAMETERS")!.Children[0];
        Assert.Equal(("-One", 5, "1"), (one.Title, one.Line, one.Default));
        Assert.Equal(["Text."], one.Description.Select(b => b.Text));
        Assert.Equal(["-One", "-Two"], page.Section("PARAMETERS")!.Children.Select(e => e.Title));
    }

    [Theory]
    [InlineData("*a* **b** `c < d` &amp; \\* [text](page.md) <https://example.com>", "a b c < d & * text https://example.com")]
    [InlineData("one\ntwo  \nthree", "one two three")]
    [InlineData("- one\n  two\n- three", "- one two\n- three")]
    [InlineData("3. three\n4. four", "3. three\n4. four")]
    [InlineData("[`code`](https://example.com)", "code (https://example.com)")]
    public void Markup_becomes_plain_text(string markdown, string text) => Assert.Equal(text, Assert.Single(Read("# T\n\n" + markdown + "\n").Root.Blocks).Text);

    [Theory]
    [InlineData("| a | b |\n|---|---|\n| 1 | 2 |")]
    [InlineData("- one\n  - two")]
    [InlineData("<b>one</b>")]
    [InlineData("<!-- one -->")]
    [InlineData("![one](two.png)")]
    [InlineData("#### one")]
    [InlineData("***")]
    public void What_help_cannot_show_is_a_mistake(string markdown)
    {
        var mistake = Read("# T\n\n" + markdown + "\n").Mistakes[0];
        Assert.Equal(MistakeCodes.Markup, mistake.Code);
        Assert.InRange(mistake.Line, 3, 4);
    }

    private static HelpPage Read(string markdown) => PageReader.Read("docs/Get-It.md", markdown);
}
