using System.Text;
using System.Xml;
using System.Xml.Linq;
using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;
using static LoadTestAz.HelpBuilder.Maml.MamlNames;

namespace LoadTestAz.HelpBuilder.Maml;

/// <summary>Writes the help file that Get-Help reads.</summary>
/// <seealso href="https://learn.microsoft.com/powershell/scripting/developer/help/writing-help-for-windows-powershell-cmdlets"/>
internal static class MamlDocument
{
    /// <summary>The file's bytes; the same pages and cmdlets give the same bytes on every system.</summary>
    public static byte[] Serialize(IReadOnlyList<CmdletFacts> cmdlets, IReadOnlyList<HelpPage> pages)
    {
        var root = new XElement(
            RootNs + "helpItems",
            new XAttribute("schema", "maml"),
            cmdlets.Select(cmdlet => MamlCommand.Write(cmdlet, pages.Single(p => p.Cmdlet == cmdlet.Name))));
        using var content = new MemoryStream();
        var settings = new XmlWriterSettings { Indent = true, NewLineChars = "\n", Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) };
        using (var writer = XmlWriter.Create(content, settings))
            new XDocument(root).Save(writer);
        content.WriteByte((byte)'\n');
        return content.ToArray();
    }
}
