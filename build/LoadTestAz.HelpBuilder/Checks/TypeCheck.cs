using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder.Checks;

/// <summary>The types under INPUTS and OUTPUTS are those that the cmdlet takes by value and says that it gives.</summary>
internal static class TypeCheck
{
    /// <summary>The entry of a cmdlet that takes or gives nothing.</summary>
    private const string None = "None";

    public static IEnumerable<Mistake> Find(HelpPage page, CmdletFacts cmdlet) =>
        [.. Find(page, SectionTitles.Inputs, cmdlet.Inputs), .. Find(page, SectionTitles.Outputs, cmdlet.Outputs)];

    private static IEnumerable<Mistake> Find(HelpPage page, string title, IReadOnlyList<string> types)
    {
        if (page.Section(title) is not { } section)
            yield break;
        var expected = types.Count == 0 ? [None] : types;
        foreach (var missing in expected.Where(t => section.Children.All(e => e.Title != t)))
            yield return new Mistake(page.File, section.Line, MistakeCodes.PipelineType, $"{title} lacks '### {missing}'.");
        foreach (var entry in section.Children.Where(e => !expected.Contains(e.Title)))
            yield return new Mistake(page.File, entry.Line, MistakeCodes.PipelineType, $"'{entry.Title}' is not among the cmdlet's {title.ToLowerInvariant()}, which are: {string.Join(", ", expected)}.");
    }
}
