namespace LoadTestAz.Reporting.Markdown;

/// <summary>Puts foreign text into Markdown.</summary>
internal static class MarkdownText
{
    /// <summary>What a name may take up; the rest is in the other formats.</summary>
    private const int MaxLength = 120;

    /// <summary>
    /// Foreign text as code: the one place where HTML, links, mentions of people and work items, and emphasis are all inert
    /// on GitHub and Azure DevOps alike. Escapes are not: GitHub finds mentions after it has undone them.
    /// </summary>
    /// <remarks>
    /// Backticks and pipes are shown by signs that look like them, since renderers don't agree on how either is written
    /// within code within a table.
    /// </remarks>
    public static string Code(string text, int maxLength = MaxLength)
    {
        var visible = VisibleText.Of(text, maxLength).Replace('`', '\u02CB').Replace('|', '\u2502').Trim();
        return visible.Length == 0 ? "(empty)" : $"`{visible}`";
    }
}
