using System.Xml.Linq;
using LoadTestAz.HelpBuilder.Tests.Hosting;
using static LoadTestAz.HelpBuilder.Tests.Hosting.SampleModule;

namespace LoadTestAz.HelpBuilder.Tests.Maml;

public sealed class MamlTests : IDisposable
{
    private readonly SampleModule _module = new();

    [Theory]
    [InlineData("Path", "string[]", "true", "0", "True (ByValue, ByPropertyName)", "FullName", "true", "None")]
    [InlineData("Size", "string", "false", "named", "False", "none", "false", "Small")]
    [InlineData("Count", "int", "false", "named", "False", "none", "false", "as many as there are")]
    [InlineData("Policy", "CleanupPolicy", "false", "named", "False", "none", "false", "none")]
    [InlineData("Tag", "IDictionary", "false", "named", "False", "none", "false", "none")]
    [InlineData("Timeout", "timespan", "false", "named", "False", "none", "false", "no limit")]
    public void Facts_of_a_parameter_come_from_the_assembly_and_its_default_from_the_page(
        string name, string type, string required, string position, string pipeline, string aliases, string wildcards, string @default)
    {
        var parameter = Parameters(_module.BuildHelp("New-Sample")).Single(p => Name(p) == name);
        Assert.Equal(type, parameter.Element(MamlOf("dev", "type"))!.Element(MamlOf("maml", "name"))!.Value);
        Assert.Equal(type, parameter.Element(MamlOf("command", "parameterValue"))!.Value);
        Assert.Equal(
            [required, position, pipeline, aliases, wildcards],
            new[] { "required", "position", "pipelineInput", "aliases", "globbing" }.Select(a => parameter.Attribute(a)!.Value));
        Assert.Equal(@default, parameter.Element(MamlOf("dev", "defaultValue"))!.Value);
    }

    [Fact]
    public void Parameters_stand_in_the_order_of_the_page_without_those_that_PowerShell_adds()
    {
        Assert.Equal(["Path", "Size", "Count", "Policy", "Tag", "Timeout"], Parameters(_module.BuildHelp("New-Sample")).Select(Name));
        Assert.Equal(["Sample", "Name", "Timeout", "Force"], Parameters(_module.BuildHelp("Stop-Sample")).Select(Name));
    }

    [Fact]
    public void Each_parameter_set_has_its_syntax_and_the_default_one_is_first()
    {
        var items = _module.BuildHelp("Stop-Sample").Descendants(MamlOf("command", "syntaxItem")).Select(i => i.Elements(MamlOf("command", "parameter")).Select(Name));
        Assert.Equal([["Sample", "Timeout", "Force", "WhatIf", "Confirm"], ["Name", "Timeout", "Force", "WhatIf", "Confirm"]], items);
        Assert.DoesNotContain("WhatIf", _module.BuildHelp("New-Sample").Descendants(MamlOf("maml", "name")).Select(n => n.Value));
    }

    [Theory]
    [InlineData("Policy", "Always,OnSuccess,Never")]
    [InlineData("Size", "Small,Large")]
    public void Values_to_choose_from_stand_in_the_syntax_and_in_the_description(string name, string values)
    {
        var help = _module.BuildHelp("New-Sample");
        var syntax = help.Descendants(MamlOf("command", "syntaxItem")).Single().Elements().Single(e => Name(e) == name);
        Assert.Equal(values.Split(','), syntax.Element(MamlOf("command", "parameterValueGroup"))!.Elements().Select(v => v.Value));
        Assert.Equal($"One of: {values.Replace(",", ", ", StringComparison.Ordinal)}.", Paragraphs(Parameters(help).Single(p => Name(p) == name).Element(MamlOf("maml", "description"))!)[0]);
    }

    [Fact]
    public void A_switch_has_no_value() =>
        Assert.Null(Parameters(_module.BuildHelp("Stop-Sample")).Single(p => Name(p) == "Force").Element(MamlOf("command", "parameterValue")));

    [Fact]
    public void Markdown_becomes_plain_text()
    {
        var help = _module.BuildHelp("New-Sample");
        Assert.Equal(["Makes a sample of a file."], Paragraphs(help.Element(MamlOf("command", "details"))!.Element(MamlOf("maml", "description"))!));
        Assert.Equal(
            [
                "The first paragraph, which is wrapped over two lines and has code and a page.",
                "The second one has an address (https://example.com/docs), and a list:",
                "- the first item\n- the second item",
                "some code\n  indented",
            ],
            Paragraphs(help.Element(MamlOf("maml", "description"))!));
    }

    [Fact]
    public void Examples_keep_their_code_as_it_stands()
    {
        var example = _module.BuildHelp("New-Sample").Descendants(MamlOf("command", "example")).ElementAt(1);
        Assert.Equal("$samples = 'a.txt', 'b.txt' | New-Sample -Timeout (New-TimeSpan -Seconds 5)\n$samples |\n    Stop-Sample -Force", example.Element(MamlOf("dev", "code"))!.Value);
        Assert.Equal(["Words after it.", ""], Paragraphs(example.Element(MamlOf("dev", "remarks"))!));
    }

    [Fact]
    public void Links_into_the_repository_have_no_address()
    {
        var links = _module.BuildHelp("New-Sample").Descendants(MamlOf("maml", "navigationLink")).Select(l => l.Elements().Select(e => e.Value));
        Assert.Equal([["Stop-Sample", ""], ["An address", "https://example.com/docs"]], links);
    }

    /// <inheritdoc/>
    public void Dispose() => _module.Dispose();

    private static IEnumerable<XElement> Parameters(XElement help) => help.Element(MamlOf("command", "parameters"))!.Elements();

    private static string? Name(XElement parameter) => parameter.Element(MamlOf("maml", "name"))?.Value;

    private static List<string> Paragraphs(XElement text) => [.. text.Elements(MamlOf("maml", "para")).Select(p => p.Value)];
}
