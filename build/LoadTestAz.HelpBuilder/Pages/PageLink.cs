namespace LoadTestAz.HelpBuilder.Pages;

/// <summary>A link in a page.</summary>
/// <param name="Line">1-based.</param>
/// <param name="Text">What is shown.</param>
/// <param name="Target">A URL, or a path relative to the page.</param>
internal sealed record PageLink(int Line, string Text, string Target)
{
    /// <summary>It leads out of the repository.</summary>
    public bool IsExternal => Target.Contains("://", StringComparison.Ordinal);
}
