namespace LoadTestAz.Reporting.Html;

/// <summary>Markup that is finished: it stands in a page as it is.</summary>
/// <param name="Text">Made by a <see cref="HtmlTemplate"/>, or a word of this project's own.</param>
internal readonly record struct HtmlMarkup(string Text)
{
    /// <summary>Makes markup of an interpolated string.</summary>
    public static HtmlMarkup Of(HtmlTemplate template) => new(template.ToString());

    public override string ToString() => Text;
}
