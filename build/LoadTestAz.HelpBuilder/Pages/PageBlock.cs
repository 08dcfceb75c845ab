namespace LoadTestAz.HelpBuilder.Pages;

/// <summary>A paragraph, a list, or a block of code.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Text">Plain text, of a list a line for each item; of code, as it stands.</param>
/// <param name="IsCode">Whether it is code.</param>
/// <param name="Links">The links in it.</param>
internal sealed record PageBlock(int Line, string Text, bool IsCode, IReadOnlyList<PageLink> Links);
