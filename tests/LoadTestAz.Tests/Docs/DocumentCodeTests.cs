using System.Text.Json;
using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Docs;

/// <summary>Code in documents is code: commands, parameters, projects, options and files that it names are there.</summary>
public sealed partial class DocumentCodeTests(DocumentCodeTests.Checks checks) : IClassFixture<DocumentCodeTests.Checks>
{
    public static TheoryData<string> Files => [.. DocumentPage.Files];

    public static TheoryData<string> Configs => [.. new[] { "*.ps1", "*.yml" }.SelectMany(p => Directory.EnumerateFiles(Path.Combine(Repository.Root, "configs"), p)).Select(f => Path.GetRelativePath(Repository.Root, f)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Blocks_of_PowerShell_use_what_there_is(string file) => Assert.Empty(OfBlocks(file, "powershell", checks.PowerShell.Find));

    [Theory]
    [MemberData(nameof(Files))]
    public void Blocks_for_a_terminal_use_what_there_is(string file) => Assert.Empty(OfBlocks(file, "bash", text => BashCheck.Find(text, checks.PowerShell)));

    [Theory]
    [MemberData(nameof(Files))]
    public void Blocks_of_JSON_are_JSON(string file) => Assert.All(DocumentPage.Read(file).Blocks.Where(b => b.Language == "json"), b => JsonDocument.Parse(b.Text).Dispose());

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_block_has_a_language_that_is_checked(string file) =>
        Assert.All(DocumentPage.Read(file).Blocks, b => Assert.Contains(b.Language, new[] { "powershell", "bash", "json", "yaml", "csharp", "mermaid", "" }));

    [Theory]
    [MemberData(nameof(Files))]
    public void Commands_within_the_text_use_what_there_is(string file)
    {
        var words = DocumentPage.Read(file).Words;
        Assert.Empty(words.Where(w => Command().IsMatch(w)).SelectMany(w => checks.PowerShell.Find(w).Select(fault => $"{file}: `{w}`: {fault}")));
        Assert.Empty(words.Where(w => Dotnet().IsMatch(w)).SelectMany(w => BashCheck.Find(w, checks.PowerShell).Select(fault => $"{file}: `{w}`: {fault}")));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Files_that_the_text_names_are_there(string file) =>
        Assert.All(DocumentPage.Read(file).Words.Where(w => OwnPath().IsMatch(w)), w => Assert.True(Path.Exists(Path.Combine(Repository.Root, w)), $"{file}: `{w}` is not there."));

    [Theory]
    [MemberData(nameof(Configs))]
    public void Scripts_and_samples_use_what_there_is(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file)).ReplaceLineEndings("\n");
        var scripts = file.EndsWith(".ps1", StringComparison.Ordinal) ? [text] : InYaml().Matches(text).Select(m => m.Groups[3].Value).ToList();
        Assert.NotEmpty(scripts);
        Assert.All(scripts, script => Assert.Empty(checks.PowerShell.Find(script)));
    }

    [Fact]
    public void Commands_in_the_comments_of_samples_use_what_there_is()
    {
        var commands = Directory.EnumerateFiles(Path.Combine(Repository.Root, "configs"), "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".json", StringComparison.Ordinal))
            .SelectMany(f => InComment().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).ToList();
        Assert.True(commands.Count > 3);
        Assert.All(commands, c => Assert.Empty(char.IsUpper(c[0]) ? checks.PowerShell.Find(c) : BashCheck.Find(c, checks.PowerShell)));
    }

    [Theory]
    [InlineData("New-AzLoadTestPlann -Path x")]
    [InlineData("New-AzLoadTestPlan -Pathh x")]
    [InlineData("$x | Wait-AzLoadTestRun -LiveStreams")]
    [InlineData("if ($x) { Start-SampleTarget -Prt 8080 ")]
    [InlineData("./build.ps1 -Tusk Test")]
    [InlineData("./nowhere.ps1")]
    [InlineData("dotnet run --project src/Nowhere")]
    public void A_slip_in_PowerShell_is_found(string code) => Assert.NotEmpty(checks.PowerShell.Find(code));

    [Theory]
    [InlineData("dotnet run --project src/Nowhere")]
    [InlineData("dotnet test --projct tests/LoadTestAz.Tests")]
    [InlineData("dotnet test --project tests/LoadTestAz.Core.Tests --filter-class '*NoSuchTests'")]
    [InlineData("dotnet run --project src/LoadTestAz.Shell -- -Comand x")]
    [InlineData("dotnet run --project src/LoadTestAz.Shell -- configs/nowhere.ps1")]
    [InlineData("dotnet run --project src/LoadTestAz.Shell -- -Command \"New-AzLoadTestPlan -Nothing\"")]
    [InlineData("dotnet run --project tests/LoadTestAz.AciStandIn -- --nothing 1")]
    [InlineData("LOADTEST_NOTHING=1 dotnet test")]
    [InlineData("az deployment group create --template-file configs/nowhere.bicep")]
    [InlineData("dontet test")]
    public void A_slip_in_a_terminals_command_is_found(string code) => Assert.NotEmpty(BashCheck.Find(code, checks.PowerShell));

    private static IEnumerable<string> OfBlocks(string file, string language, Func<string, IEnumerable<string>> find) =>
        DocumentPage.Read(file).Blocks.Where(b => b.Language == language).SelectMany(b => find(b.Text).Select(fault => $"{file}, block at line {b.Line}: {fault}"));

    [GeneratedRegex(@"\A(\$\w+ \| )?[A-Z][a-z]+-AzLoadTest\w+")]
    private static partial Regex Command();

    [GeneratedRegex(@"\A([A-Z_]+=\S+ )*dotnet (run|test|build|publish|pack) |\A\./build\.ps1")]
    private static partial Regex Dotnet();

    [GeneratedRegex(@"\A(configs|docs|docker|src|tests|build|module)/[A-Za-z0-9_./-]+\z")]
    private static partial Regex OwnPath();

    [GeneratedRegex(@"^ *(?:#|//) +(?:Run it with: +)?((?:[A-Z][a-z]+-Az\w+|dotnet|az) .*?)\r?$", RegexOptions.Multiline)]
    private static partial Regex InComment();

    [GeneratedRegex(@"^( +)(Inline|run|pwsh|script): \|\n((?:\1 +.*\n|\n)+)", RegexOptions.Multiline)]
    private static partial Regex InYaml();

    /// <summary>One session for all checks.</summary>
    public sealed class Checks : IDisposable
    {
        internal PowerShellCheck PowerShell { get; } = new();

        public void Dispose() => PowerShell.Dispose();
    }
}
