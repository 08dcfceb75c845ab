using System.Xml.Linq;
using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;
using static LoadTestAz.HelpBuilder.Maml.MamlNames;

namespace LoadTestAz.HelpBuilder.Maml;

/// <summary>The syntax of a cmdlet, a line for each parameter set.</summary>
internal static class MamlSyntax
{
    private static readonly PageNode Undescribed = new("", 1, [], []);

    // PowerShell adds them to cmdlets that support them; they belong to the syntax, but are nobody's own parameters.
    private static readonly ParameterFacts[] ShouldProcess = [Switch("WhatIf", "wi"), Switch("Confirm", "cf")];

    /// <summary>The syntax.</summary>
    /// <param name="cmdlet">The cmdlet.</param>
    /// <param name="described">Its parameters in the page's order, which is the order of named ones of the same kind.</param>
    public static XElement Write(CmdletFacts cmdlet, IReadOnlyList<(ParameterFacts Parameter, PageNode Entry)> described)
    {
        var all = cmdlet.SupportsShouldProcess ? [.. described, .. ShouldProcess.Select(p => (p, Undescribed))] : described;
        return new XElement(CommandNs + "syntax", cmdlet.ParameterSets.Select(set => Item(cmdlet.Name, set, all)));
    }

    private static XElement Item(string name, string set, IEnumerable<(ParameterFacts Parameter, PageNode Entry)> all) => new(
        CommandNs + "syntaxItem",
        new XElement(MamlNs + "name", name),
        all.Select(d => (d.Parameter, Use: d.Parameter.In(set), d.Entry))
            .Where(d => d.Use is not null)
            .OrderBy(d => d.Use!.Position)
            .ThenBy(d => !d.Use!.IsMandatory)
            .Select(d => MamlParameter.Write(d.Parameter, d.Use!, d.Entry, inSyntax: true)));

    private static ParameterFacts Switch(string name, string alias) => new(
        name, "switch", typeof(System.Management.Automation.SwitchParameter).FullName!, IsSwitch: true, IsList: false, TakesWildcards: false, [], [alias],
        new Dictionary<string, ParameterUse> { [ParameterFacts.AllSets] = new(IsMandatory: false, ParameterUse.Named, FromPipeline: false, FromPipelineByPropertyName: false) });
}
