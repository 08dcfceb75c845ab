using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LoadTestAz.HelpBuilder.Pages;

/// <summary>Markdown's inline markup as the plain text that a console shows.</summary>
internal static class PlainText
{
    /// <summary>The text; a link out of the repository keeps its address.</summary>
    public static string Of(ContainerInline? inlines)
    {
        var text = new StringBuilder();
        if (inlines is not null)
            Append(text, inlines);
        return text.ToString().Trim();
    }

    /// <summary>The first piece of markup that <see cref="Of"/> would drop; null without one.</summary>
    public static Inline? FirstUnknown(LeafBlock block) => block.Inline?.Descendants<Inline>().FirstOrDefault(i => i is not
        (LiteralInline or CodeInline or LineBreakInline or AutolinkInline or HtmlEntityInline or EmphasisInline or LinkInline { IsImage: false }));

    /// <summary>The links in a paragraph.</summary>
    public static IReadOnlyList<PageLink> LinksOf(LeafBlock block) =>
        block.Inline is null ? [] : [.. block.Inline.Descendants<LinkInline>().Select(LinkOf)];

    private static PageLink LinkOf(LinkInline link)
    {
        var text = new StringBuilder();
        Append(text, link, withAddress: false);
        return new PageLink(link.Line + 1, text.ToString(), link.Url ?? "");
    }

    private static void Append(StringBuilder text, ContainerInline inlines, bool withAddress = true)
    {
        foreach (var inline in inlines)
        {
            switch (inline)
            {
                case LiteralInline literal:
                    text.Append(literal.Content.AsSpan());
                    break;
                case CodeInline code:
                    text.Append(code.Content);
                    break;
                case LineBreakInline:
                    text.Append(' ');
                    break;
                case AutolinkInline address:
                    text.Append(address.Url);
                    break;
                case HtmlEntityInline entity:
                    text.Append(entity.Transcoded.AsSpan());
                    break;
                case LinkInline link when withAddress && LinkOf(link) is { IsExternal: true } external:
                    text.Append(external.Text).Append(" (").Append(external.Target).Append(')');
                    break;
                case ContainerInline container:
                    Append(text, container, withAddress);
                    break;
            }
        }
    }
}
