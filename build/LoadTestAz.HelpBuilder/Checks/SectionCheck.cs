using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder.Checks;

/// <summary>Every page has every section, once, and none is empty.</summary>
internal static class SectionCheck
{
    public static IEnumerable<Mistake> Find(HelpPage page)
    {
        if (page.Root.Title != page.Cmdlet)
            yield return At(page.Root, $"The title is '{page.Root.Title}'; write '# {page.Cmdlet}'.");

        foreach (var title in SectionTitles.All.Where(t => page.Section(t) is null))
            yield return At(page.Root, $"There is no section '## {title}'.");

        foreach (var section in page.Root.Children)
        {
            if (!SectionTitles.All.Contains(section.Title))
                yield return At(section, $"'## {section.Title}' is no section of a help page; sections are {string.Join(", ", SectionTitles.All)}.");
            else if (page.Section(section.Title) != section)
                yield return At(section, $"The section '## {section.Title}' is there twice.");
            else if (SectionTitles.OfEntries.Contains(section.Title) ? section.Children.Count == 0 : section.Blocks.Count == 0)
                yield return At(section, $"The section '## {section.Title}' is empty.");

            // What stands between them would not be shown.
            if (SectionTitles.OfEntries.Contains(section.Title) && section.Blocks.Count > 0)
                yield return At(section, $"The section '## {section.Title}' has text before its first '###'. Put it into DESCRIPTION.");
            if (!SectionTitles.OfEntries.Contains(section.Title) && section.Children.Count > 0)
                yield return At(section, $"The section '## {section.Title}' has no headings of its own. Use paragraphs and lists.");

            foreach (var entry in section.Children)
            {
                if (!entry.Description.Any())
                    yield return At(entry, $"'### {entry.Title}' is empty.");
                if (section.Children.First(e => e.Title == entry.Title) != entry)
                    yield return At(entry, $"'### {entry.Title}' is there twice.");
            }
        }

        Mistake At(PageNode node, string message) => new(page.File, node.Line, MistakeCodes.Section, message);
    }
}
