using System.Xml.Linq;
using LoadTestAz.HelpBuilder.Pages;
using static LoadTestAz.HelpBuilder.Maml.MamlNames;

namespace LoadTestAz.HelpBuilder.Maml;

/// <summary>Texts in MAML.</summary>
internal static class MamlText
{
    /// <summary>A description.</summary>
    public static XElement Description(IEnumerable<PageBlock> blocks) => new(MamlNs + "description", Paragraphs(blocks));

    /// <summary>Paragraphs. Get-Help keeps their line ends.</summary>
    /// <param name="blocks">The blocks.</param>
    /// <param name="firstMark">Put before the first of them.</param>
    public static IEnumerable<XElement> Paragraphs(IEnumerable<PageBlock> blocks, string firstMark = "")
    {
        foreach (var block in blocks)
        {
            yield return new XElement(MamlNs + "para", firstMark + block.Text);
            firstMark = "";
        }
    }
}
