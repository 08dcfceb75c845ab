using System.Globalization;

namespace LoadTestAz.Reporting.Html;

/// <summary>Small pieces that several sections have.</summary>
internal static class Parts
{
    /// <summary>A good or bad sign: a shape, a colour and a word, so that it can be told without the colour.</summary>
    public static HtmlMarkup Sign(bool good, string word) =>
        HtmlMarkup.Of($"<span class=\"sign {(good ? "good" : "bad")}\">{Icon(good ? "ok" : "no")}{word}</span>");

    /// <summary>A sign of what should be looked at.</summary>
    public static HtmlMarkup Caution(string word) => HtmlMarkup.Of($"<span class=\"sign warn\">{Icon("at")}{word}</span>");

    /// <summary>One of the shapes that <c>page.html</c> defines.</summary>
    public static HtmlMarkup Icon(string id) => HtmlMarkup.Of($"<svg class=\"i\" aria-hidden=\"true\"><use href=\"#{id}\"/></svg>");

    /// <summary>Foreign text as code.</summary>
    public static HtmlMarkup Code(string text) => HtmlMarkup.Of($"<code>{(text.Length == 0 ? "(empty)" : text)}</code>");

    /// <summary>Plain text.</summary>
    public static HtmlMarkup Text(string text) => HtmlMarkup.Of($"{text}");

    /// <summary>A bar for a share of 0 to 1, behind or beside its figure.</summary>
    public static HtmlMarkup Bar(double share, string figure, string barClass = "") => HtmlMarkup.Of(
        $"<span class=\"bar {barClass}\"><svg aria-hidden=\"true\"><rect class=\"b\" width=\"100%\" height=\"100%\"/><rect class=\"f\" width=\"{Percent(share)}\" height=\"100%\"/></svg>{figure}</span>");

    /// <summary>A share of 0 to 1 as attributes want it.</summary>
    public static HtmlMarkup Percent(double share) => new(string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(share, 0, 1) * 100:0.##}%"));
}
