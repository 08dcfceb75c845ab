using System.Management.Automation.Language;
using System.Text.RegularExpressions;
using LoadTestAz.Packer.Tests.Support;
using YamlDotNet.RepresentationModel;

namespace LoadTestAz.Packer.Tests;

/// <summary>The project's own pipelines: on which systems and shells they try the module, and that what they call is there.</summary>
public sealed partial class WorkflowTests
{
    private static readonly string[] Systems = ["ubuntu", "windows", "macos"];
    private static readonly string[] Shells = ["7.4", "7.6"];

    [Fact]
    public void GitHub_runs_the_tests_on_all_systems_and_the_package_in_all_shells()
    {
        var jobs = Read(".github/workflows/ci.yml")["jobs"];

        Assert.Equal(Systems, List(jobs["test"]["strategy"]["matrix"]["os"]).Select(SystemOf));
        Assert.Equal(Systems, List(jobs["pester"]["strategy"]["matrix"]["os"]).Select(SystemOf));
        Assert.Equal(Shells, List(jobs["pester"]["strategy"]["matrix"]["pwsh"]));
    }

    [Fact]
    public void Azure_runs_the_tests_on_all_systems_and_the_package_in_all_shells()
    {
        var jobs = ((YamlSequenceNode)Read("azure-pipelines.yml")["jobs"]).ToDictionary(job => (string)job["job"]!);

        Assert.Equal(Systems, Legs(jobs["test"]).Select(leg => SystemOf((string)leg["image"]!)));
        Assert.Equal(
            Systems.SelectMany(system => Shells.Select(shell => (system, shell))),
            Legs(jobs["pester"]).Select(leg => (SystemOf((string)leg["image"]!), (string)leg["pwsh"]!)));
    }

    [Theory]
    [InlineData(".github/workflows/ci.yml")]
    [InlineData("azure-pipelines.yml")]
    public void What_they_call_is_there(string file)
    {
        var text = File.ReadAllText(Path.Combine(Sources.Root, file));
        var script = Parser.ParseFile(Path.Combine(Sources.Root, "build.ps1"), out _, out var mistakes);
        var parameters = script.ParamBlock.Parameters.Select(p => p.Name.VariablePath.UserPath).ToList();

        Assert.Empty(mistakes);
        Assert.All(Paths().Matches(text).Select(m => m.Value.TrimEnd('/')), path => Assert.True(Path.Exists(Path.Combine(Sources.Root, path)), $"{file} names {path}."));
        Assert.NotEmpty(BuildCalls().Matches(text));
        Assert.All(BuildCalls().Matches(text).SelectMany(m => m.Groups[1].Captures), p => Assert.Contains(p.Value, parameters));
        Assert.Contains("[5.5.0,6.0.0)", text, StringComparison.Ordinal);
        Assert.Contains("[6.0.0-alpha,7.0.0)", text, StringComparison.Ordinal);
    }

    private static YamlNode Read(string file)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(File.ReadAllText(Path.Combine(Sources.Root, file))));
        return stream.Documents[0].RootNode;
    }

    private static IEnumerable<string> List(YamlNode node) => ((YamlSequenceNode)node).Select(item => (string)item!);

    private static IEnumerable<YamlNode> Legs(YamlNode job) => ((YamlMappingNode)job["strategy"]["matrix"]).Children.Values;

    private static string SystemOf(string image) => image.ToLowerInvariant().Split('-')[0];

    [GeneratedRegex(@"(?<![\w/.$])(build|src|configs|docker)/(?!\S*(?:\$\{|/bin/))[A-Za-z0-9_./-]+(?<!\.)")]
    private static partial Regex Paths();

    [GeneratedRegex(@"\./build\.ps1(?: -(\w+)(?: \w+)?)+")]
    private static partial Regex BuildCalls();
}
