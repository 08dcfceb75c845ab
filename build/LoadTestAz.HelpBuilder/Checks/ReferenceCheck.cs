using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder.Checks;

/// <summary>What a page refers to is there: error ids in the assembly, links in the repository.</summary>
internal static class ReferenceCheck
{
    public static IEnumerable<Mistake> Find(HelpPage page, string folder, IReadOnlySet<string> texts)
    {
        foreach (var error in (page.Section(SectionTitles.Errors)?.Children ?? []).Where(e => !texts.Contains(e.Title)))
            yield return new Mistake(page.File, error.Line, MistakeCodes.ErrorId, $"No error in the assembly has the id '{error.Title}'.");

        if (page.Section(SectionTitles.RelatedLinks) is { Blocks.Count: > 0 } related && related.Blocks.All(b => b.Links.Count == 0))
            yield return new Mistake(page.File, related.Line, MistakeCodes.Link, "RELATED LINKS has no links; write a list of '- [text](target)'.");

        var nodes = page.Root.Children.SelectMany(s => s.Children.Prepend(s));
        foreach (var link in nodes.SelectMany(n => n.Blocks).SelectMany(b => b.Links).Where(l => !l.IsExternal))
        {
            var path = link.Target.Split('#')[0];
            if (path.Length > 0 && !Path.Exists(Path.Combine(folder, path)))
                yield return new Mistake(page.File, link.Line, MistakeCodes.Link, $"The link '{link.Target}' leads nowhere.");
        }
    }
}
