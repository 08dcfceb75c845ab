using System.Globalization;
using System.Xml.Linq;
using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Pages;
using static LoadTestAz.HelpBuilder.Maml.MamlNames;

namespace LoadTestAz.HelpBuilder.Maml;

/// <summary>A parameter, in the syntax and in the list of parameters.</summary>
internal static class MamlParameter
{
    public static XElement Write(ParameterFacts parameter, ParameterUse use, PageNode entry, bool inSyntax = false) => new(
        CommandNs + "parameter",
        new XAttribute("required", Word(use.IsMandatory)),
        new XAttribute("variableLength", Word(parameter.IsList)),
        new XAttribute("globbing", Word(parameter.TakesWildcards)),
        new XAttribute("pipelineInput", Pipeline(use)),
        new XAttribute("position", use.Position == ParameterUse.Named ? "named" : use.Position.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(MamlNs + "name", parameter.Name),
        new XElement(MamlNs + "description", Values(parameter), MamlText.Paragraphs(entry.Description)),
        inSyntax && parameter.Values.Count > 0 ? Choice(parameter) : Value(parameter),
        new XElement(DevNs + "type", new XElement(MamlNs + "name", parameter.TypeName)),
        new XElement(DevNs + "defaultValue", entry.Default ?? (parameter.IsSwitch ? "False" : "None")));

    // A switch has no value to write after it.
    private static XElement? Value(ParameterFacts parameter) => parameter.IsSwitch ? null : Value(parameter.TypeName, parameter.IsList, isRequired: true);

    // Shown in the syntax as {Auto | K6 | Http}.
    private static XElement Choice(ParameterFacts parameter) =>
        new(CommandNs + "parameterValueGroup", parameter.Values.Select(v => Value(v, isList: false, isRequired: false)));

    private static XElement Value(string text, bool isList, bool isRequired) =>
        new(CommandNs + "parameterValue", new XAttribute("required", Word(isRequired)), new XAttribute("variableLength", Word(isList)), text);

    private static XElement? Values(ParameterFacts parameter) =>
        parameter.Values.Count == 0 ? null : new XElement(MamlNs + "para", $"One of: {string.Join(", ", parameter.Values)}.");

    private static string Pipeline(ParameterUse use) => (use.FromPipeline, use.FromPipelineByPropertyName) switch
    {
        (true, true) => "True (ByValue, ByPropertyName)",
        (true, false) => "True (ByValue)",
        (false, true) => "True (ByPropertyName)",
        _ => "False",
    };

    private static string Word(bool value) => value ? "true" : "false";
}
