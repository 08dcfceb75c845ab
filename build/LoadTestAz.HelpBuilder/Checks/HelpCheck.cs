using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder.Checks;

/// <summary>Holds the pages against the cmdlets.</summary>
internal static class HelpCheck
{
    /// <summary>All in which they disagree.</summary>
    /// <param name="cmdlets">The cmdlets of the assembly.</param>
    /// <param name="pages">The pages of the folder.</param>
    /// <param name="folder">Where the pages lie.</param>
    /// <param name="texts">The texts in the assembly's code; error ids are among them.</param>
    public static IEnumerable<Mistake> Find(IReadOnlyList<CmdletFacts> cmdlets, IReadOnlyList<HelpPage> pages, string folder, IReadOnlySet<string> texts)
    {
        foreach (var missing in cmdlets.Where(c => pages.All(p => p.Cmdlet != c.Name)))
            yield return new Mistake($"{folder.TrimEnd('/', '\\')}/{missing.Name}.md", 1, MistakeCodes.PageMissing, $"The cmdlet {missing.Name} has no page. Write this one.");

        foreach (var page in pages)
        {
            if (cmdlets.FirstOrDefault(c => c.Name == page.Cmdlet) is not { } cmdlet)
            {
                yield return new Mistake(page.File, 1, MistakeCodes.PageUnknown, $"There is no cmdlet {page.Cmdlet}. Delete the page, or name it after its cmdlet.");
                continue;
            }

            IEnumerable<Mistake> mistakes =
            [
                .. page.Mistakes,
                .. SectionCheck.Find(page),
                .. ParameterCheck.Find(page, cmdlet),
                .. ExampleCheck.Find(page, cmdlets),
                .. TypeCheck.Find(page, cmdlet),
                .. ReferenceCheck.Find(page, folder, texts),
            ];
            foreach (var mistake in mistakes)
                yield return mistake;
        }
    }
}
