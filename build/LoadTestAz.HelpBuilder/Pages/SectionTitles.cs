namespace LoadTestAz.HelpBuilder.Pages;

/// <summary>The sections of a page; close to platyPS's, which many people know.</summary>
internal static class SectionTitles
{
    public const string Synopsis = "SYNOPSIS";
    public const string Description = "DESCRIPTION";
    public const string Examples = "EXAMPLES";
    public const string Parameters = "PARAMETERS";
    public const string Inputs = "INPUTS";
    public const string Outputs = "OUTPUTS";
    public const string Errors = "ERRORS";
    public const string RelatedLinks = "RELATED LINKS";

    /// <summary>All of them; every page has every one.</summary>
    public static IReadOnlyList<string> All { get; } = [Synopsis, Description, Examples, Parameters, Inputs, Outputs, Errors, RelatedLinks];

    /// <summary>Those that consist of entries.</summary>
    public static IReadOnlyList<string> OfEntries { get; } = [Examples, Parameters, Inputs, Outputs, Errors];
}
