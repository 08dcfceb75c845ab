namespace LoadTestAz.HelpBuilder.Pages;

/// <summary>A heading with what stands under it.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">1-based.</param>
/// <param name="Blocks">What stands directly under it.</param>
/// <param name="Children">The headings one level below.</param>
internal sealed record PageNode(string Title, int Line, IReadOnlyList<PageBlock> Blocks, IReadOnlyList<PageNode> Children)
{
    private const string DefaultMark = "Default: ";

    /// <summary>What its paragraph <c>Default: ...</c> says; null without one.</summary>
    public string? Default => Blocks.FirstOrDefault(IsDefault) is { } block ? block.Text[DefaultMark.Length..].TrimEnd('.') : null;

    /// <summary>Its paragraphs and code, without the default.</summary>
    public IEnumerable<PageBlock> Description => Blocks.Where(b => !IsDefault(b));

    private static bool IsDefault(PageBlock block) => !block.IsCode && block.Text.StartsWith(DefaultMark, StringComparison.Ordinal);
}
