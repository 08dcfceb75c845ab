using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder.Checks;

/// <summary>Every parameter is described, nothing else is, and each that may be left out says what holds then.</summary>
internal static class ParameterCheck
{
    public static IEnumerable<Mistake> Find(HelpPage page, CmdletFacts cmdlet)
    {
        if (page.Section(SectionTitles.Parameters) is not { } section)
            yield break;

        foreach (var missing in cmdlet.Parameters.Where(p => section.Children.All(e => e.Title != "-" + p.Name)))
            yield return new Mistake(page.File, section.Line, MistakeCodes.ParameterMissing, $"The parameter -{missing.Name} is not described. Add '### -{missing.Name}'.");

        foreach (var entry in section.Children)
        {
            if (cmdlet.Parameters.FirstOrDefault(p => entry.Title == "-" + p.Name) is not { } parameter)
                yield return new Mistake(page.File, entry.Line, MistakeCodes.ParameterUnknown, $"{cmdlet.Name} has no parameter '{entry.Title}'.{Hint(entry.Title, cmdlet)}");
            else if (parameter is { IsMandatory: false, IsSwitch: false } && entry.Default is null)
                yield return new Mistake(page.File, entry.Line, MistakeCodes.Default, $"-{parameter.Name} may be left out: say what holds then, in a paragraph 'Default: ...'.");
            else if ((parameter.IsMandatory || parameter.IsSwitch) && entry.Default is not null)
                yield return new Mistake(page.File, entry.Line, MistakeCodes.Default, $"-{parameter.Name} can have no default, since it {(parameter.IsSwitch ? "is a switch" : "must be given")}.");
        }
    }

    private static string Hint(string title, CmdletFacts cmdlet) =>
        cmdlet.Find(title.TrimStart('-')) is { } meant ? $" Write '### -{meant.Name}'." : "";
}
