using System.Net;
using LoadTestAz.Reporting.Html;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests.Html;

public sealed class HtmlTemplateTests
{
    [Theory]
    [InlineData("<script>alert('1')</script>")]
    [InlineData("\" onmouseover=\"x")]
    [InlineData("&lt; & &amp;")]
    [InlineData(Results.Hostile)]
    public void What_is_put_in_is_read_back_as_text_and_brings_no_markup(string text)
    {
        var html = HtmlMarkup.Of($"<p title=\"{text}\">{text}</p>").Text;
        var escaped = html["<p title=\"".Length..html.IndexOf("\">", StringComparison.Ordinal)];
        Assert.Equal($"<p title=\"{escaped}\">{escaped}</p>", html);
        Assert.DoesNotContain(escaped, c => c is '<' or '>' or '"' or '\'');
        Assert.Equal(VisibleText.Of(text, HtmlTemplate.MaxText), WebUtility.HtmlDecode(escaped));
    }

    [Fact]
    public void Markup_and_numbers_stand_as_they_are() =>
        Assert.Equal("<b>1234</b><i>&lt;</i>", new HtmlBuilder().Add($"<b>{1234}</b>{HtmlMarkup.Of($"<i>{"<"}</i>")}").ToString());

    [Fact]
    public void What_is_too_long_is_cut() =>
        Assert.Equal(new string('x', HtmlTemplate.MaxText) + "…", HtmlMarkup.Of($"{new string('x', 100_000)}").Text);
}
