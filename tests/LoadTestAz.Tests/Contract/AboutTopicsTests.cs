using System.Text.Json;
using System.Text.RegularExpressions;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Contract;

/// <summary>The about_ topics, as Get-Help shows them.</summary>
public sealed partial class AboutTopicsTests
{
    public static TheoryData<string> Topics => ["about_LoadTestAz", "about_LoadTestAz_Plan", "about_LoadTestAz_Results"];

    [Fact]
    public void These_ship() => Assert.Equal(
        Topics.Select(t => t.Data + ".help.txt"),
        Directory.EnumerateFiles(Path.Combine(Repository.Module, "en-US"), "*.txt").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Topics))]
    public void Get_Help_finds_it(string topic)
    {
        using var session = new ModuleRunspace();
        Assert.Contains("SHORT DESCRIPTION", string.Concat(session.Run($"Get-Help {topic}")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void It_names_what_there_is_and_fits_a_terminal(string topic)
    {
        using var session = new ModuleRunspace();
        var cmdlets = session.Run("Get-Command -Module LoadTestAz").Select(c => c.ToString()).ToHashSet();
        var text = Text(topic);
        Assert.All(Cmdlet().Matches(text), m => Assert.Contains(m.Value, cmdlets));
        Assert.All(About().Matches(text), m => Assert.Contains(m.Value, Topics.Select(t => t.Data)));
        Assert.All(text.Split('\n'), line => Assert.InRange(line.TrimEnd('\r').Length, 0, 80));
    }

    [Fact]
    public void The_plans_topic_names_every_key()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "configs", "plan.schema.json")));
        var words = Word().Matches(Text("about_LoadTestAz_Plan")).Select(m => m.Value).ToHashSet();
        var keys = Keys(schema.RootElement).ToHashSet();
        Assert.Contains("total_vus", keys);
        Assert.Contains("expect_status", keys);
        Assert.Empty(keys.Where(key => !words.Contains(key)).Except(["azure", "distribution", "test", "execution"]));
    }

    [Fact]
    public void The_results_topic_names_members_that_there_are()
    {
        using var session = new ModuleRunspace();
        var members = session.Run("[LoadTestAz.Merging.LoadTestResult].GetProperties().Name").Select(n => n.ToString()).ToHashSet();
        Assert.All(Member().Matches(Text("about_LoadTestAz_Results")), m => Assert.Contains(m.Groups[1].Value, members));
    }

    [Fact]
    public void Examples_of_the_results_topic_give_something()
    {
        using var folder = new TemporaryFolder();
        using var session = new ModuleRunspace(folder.Path, shell: true);
        folder.Write("k6.json", """
            {"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":["p(95)<1"],"submetrics":null},"metric":"http_req_duration"}
            {"metric":"http_req_duration","type":"Point","data":{"time":"2026-01-02T03:04:05Z","value":20.5,"tags":{}}}
            """);
        session.Run("$result = Merge-AzLoadTestResult -Path k6.json");
        var examples = Text("about_LoadTestAz_Results").ReplaceLineEndings("\n").Split("EXAMPLES\n")[1].Split("SEE ALSO")[0]
            .Split("\n\n").Where(p => p.StartsWith("        ", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, examples.Count);
        Assert.All(examples, example => Assert.NotEmpty(session.Run(example)));
    }

    private static IEnumerable<string> Keys(JsonElement schema) => schema.ValueKind switch
    {
        JsonValueKind.Object => schema.EnumerateObject().SelectMany(p => p.Name == "properties" ? p.Value.EnumerateObject().Select(k => k.Name).Concat(p.Value.EnumerateObject().SelectMany(k => Keys(k.Value))) : Keys(p.Value)),
        JsonValueKind.Array => schema.EnumerateArray().SelectMany(Keys),
        _ => [],
    };

    private static string Text(string topic) => File.ReadAllText(Path.Combine(Repository.Module, "en-US", topic + ".help.txt"));

    [GeneratedRegex("[A-Z][a-z]+-AzLoadTest[A-Za-z]+")]
    private static partial Regex Cmdlet();

    [GeneratedRegex("about_LoadTestAz[A-Za-z_]*")]
    private static partial Regex About();

    [GeneratedRegex("[A-Za-z_]+")]
    private static partial Regex Word();

    [GeneratedRegex(@"\$result\.([A-Za-z]+)")]
    private static partial Regex Member();
}
