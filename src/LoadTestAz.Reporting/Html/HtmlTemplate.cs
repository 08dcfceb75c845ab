using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace LoadTestAz.Reporting.Html;

/// <summary>
/// An interpolated string as HTML: what stands in the string is markup, and what is put into its holes is text, made visible
/// and escaped for elements and for attributes in double quotes. So foreign text can't be put in unescaped by mistake.
/// </summary>
[InterpolatedStringHandler]
internal readonly ref struct HtmlTemplate(int literalLength, int formattedCount)
{
    /// <summary>What a foreign text may take up, in characters; the whole is in the formats for machines.</summary>
    public const int MaxText = 300;

    private readonly StringBuilder _html = new(literalLength + (formattedCount * 8));

    public void AppendLiteral(string markup) => _html.Append(markup);

    public void AppendFormatted(string? text) => _html.Append(Escape(text ?? ""));

    public void AppendFormatted(HtmlMarkup markup) => _html.Append(markup.Text);

    public void AppendFormatted(int number) => _html.Append(CultureInfo.InvariantCulture, $"{number}");

    /// <summary>Text as HTML shows it: see <see cref="VisibleText"/>.</summary>
    public static string Escape(string text, int maxLength = MaxText)
    {
        var visible = VisibleText.Of(text, maxLength);
        return visible.AsSpan().IndexOfAny("&<>\"'") < 0 ? visible
            : visible.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\"", "&quot;").Replace("'", "&#39;");
    }

    public override string ToString() => _html.ToString();
}
