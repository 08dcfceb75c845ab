using System.Text;

namespace LoadTestAz.Reporting.Html;

/// <summary>Puts a page together from interpolated strings; see <see cref="HtmlTemplate"/>.</summary>
internal sealed class HtmlBuilder
{
    private readonly StringBuilder _html = new();

    /// <summary>Adds markup; the holes of the string are text.</summary>
    public HtmlBuilder Add(HtmlTemplate template)
    {
        _html.Append(template.ToString());
        return this;
    }

    /// <summary>Adds finished markup.</summary>
    public HtmlBuilder Add(HtmlMarkup markup)
    {
        _html.Append(markup.Text);
        return this;
    }

    /// <summary>What was built, to be put into other markup.</summary>
    public HtmlMarkup ToMarkup() => new(_html.ToString());

    /// <inheritdoc/>
    public override string ToString() => _html.ToString();
}
