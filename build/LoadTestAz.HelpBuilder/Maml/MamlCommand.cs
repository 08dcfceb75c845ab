using System.Xml.Linq;
using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;
using static LoadTestAz.HelpBuilder.Maml.MamlNames;

namespace LoadTestAz.HelpBuilder.Maml;

/// <summary>The help of one cmdlet. The order of elements is the schema's.</summary>
internal static class MamlCommand
{
    public static XElement Write(CmdletFacts cmdlet, HelpPage page)
    {
        var described = page.Section(SectionTitles.Parameters)!.Children
            .Select(entry => (cmdlet.Find(entry.Title.TrimStart('-'))!, entry))
            .ToList();
        return new XElement(
            CommandNs + "command",
            new XAttribute(XNamespace.Xmlns + "maml", MamlNs),
            new XAttribute(XNamespace.Xmlns + "command", CommandNs),
            new XAttribute(XNamespace.Xmlns + "dev", DevNs),
            new XElement(
                CommandNs + "details",
                new XElement(CommandNs + "name", cmdlet.Name),
                new XElement(CommandNs + "verb", cmdlet.Verb),
                new XElement(CommandNs + "noun", cmdlet.Noun),
                MamlText.Description(page.Section(SectionTitles.Synopsis)!.Blocks)),
            MamlText.Description(page.Section(SectionTitles.Description)!.Blocks),
            MamlSyntax.Write(cmdlet, described),
            new XElement(CommandNs + "parameters", described.Select(d => MamlParameter.Write(d.Item1, d.Item1.Overall, d.entry))),
            new XElement(CommandNs + "inputTypes", page.Section(SectionTitles.Inputs)!.Children.Select(e => Type("inputType", e))),
            new XElement(CommandNs + "returnValues", page.Section(SectionTitles.Outputs)!.Children.Select(e => Type("returnValue", e))),
            Notes(page.Section(SectionTitles.Errors)!),
            new XElement(CommandNs + "examples", page.Section(SectionTitles.Examples)!.Children.Select(Example)),
            new XElement(CommandNs + "relatedLinks", page.Section(SectionTitles.RelatedLinks)!.Blocks.SelectMany(b => b.Links).Select(Link)));
    }

    private static XElement Type(string name, PageNode entry) => new(
        CommandNs + name,
        new XElement(DevNs + "type", new XElement(MamlNs + "name", entry.Title)),
        MamlText.Description(entry.Blocks));

    // MAML has sections for errors, but Get-Help shows no ids in them; notes it shows as they are.
    private static XElement Notes(PageNode errors) => new(
        MamlNs + "alertSet",
        new XElement(
            MamlNs + "alert",
            new XElement(MamlNs + "para", "Errors, by their id:"),
            errors.Children.SelectMany(e => MamlText.Paragraphs(e.Blocks, firstMark: e.Title + ": "))));

    private static XElement Example(PageNode example) => new(
        CommandNs + "example",
        new XElement(MamlNs + "title", $"---------- {example.Title} ----------"),
        new XElement(DevNs + "code", example.Blocks[0].Text),
        // Get-Help puts nothing between examples; the last paragraph makes an empty line.
        new XElement(DevNs + "remarks", MamlText.Paragraphs(example.Blocks.Skip(1)), new XElement(MamlNs + "para")));

    // Paths in the repository mean nothing where the module is installed.
    private static XElement Link(PageLink link) => new(
        MamlNs + "navigationLink",
        new XElement(MamlNs + "linkText", link.Text),
        new XElement(MamlNs + "uri", link.IsExternal ? link.Target : ""));
}
