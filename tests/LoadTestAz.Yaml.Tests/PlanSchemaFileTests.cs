using System.Text;
using System.Text.Json.Nodes;
using LoadTestAz.Plans;
using LoadTestAz.Plans.Binding;

namespace LoadTestAz.Yaml.Tests;

/// <summary>The schema says what the reader does, and the reader what the schema says.</summary>
public sealed class PlanSchemaFileTests
{
    private static readonly Dictionary<string, string> Azure = new()
    {
        ["execution.compute"] = "aci",
        ["test.target_url"] = "http://target/",
        ["azure.subscription_id"] = "11111111-2222-3333-4444-555555555555",
        ["azure.resource_group"] = "rg",
        ["azure.location"] = "westeurope",
        ["azure.storage_account"] = "results",
        ["azure.container_name"] = "results",
        ["azure.container_registry"] = "r.azurecr.io",
        ["azure.identity"] = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/worker",
    };

    private static readonly JsonObject Root = JsonNode.Parse(PlanSchemaFile.Text)!.AsObject();

    public static TheoryData<string> Sections => [.. PlanSchema.Sections.Keys];

    public static TheoryData<string> Files => ConfigsTests.Files;

    public static TheoryData<string> Choices => [.. Properties().Where(p => p.Schema.ContainsKey("enum")).Select(p => p.Path)];

    public static TheoryData<string> Defaults => [.. Properties().Where(p => p.Schema.ContainsKey("default")).Select(p => p.Path)];

    [Theory]
    [MemberData(nameof(Sections))]
    public void It_has_the_readers_keys(string section) =>
        Assert.Equal(PlanSchema.Sections[section].Order(StringComparer.Ordinal), Of(section)["properties"]!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Sections))]
    public void It_describes_each_key_and_knows_no_others(string section)
    {
        Assert.False(Of(section)["additionalProperties"]!.GetValue<bool>());
        Assert.All(Of(section)["properties"]!.AsObject(), p => Assert.True(section is PlanSchema.Threshold && p.Key == "threshold" || p.Value!["description"]?.GetValue<string>().Length > 3, p.Key));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_example_fits_it_and_names_it(string file)
    {
        var yaml = File.ReadAllText(Path.Combine(ConfigsTests.Configs, file));
        Assert.StartsWith("# yaml-language-server: $schema=plan.schema.json\n", yaml.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Empty(PlanSchemaFile.Mistakes(yaml));
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Its_words_are_the_readers(string path)
    {
        var words = Properties().Single(p => p.Path == path).Schema["enum"]!.AsArray().Select(w => w!.GetValue<string>()).ToList();
        var said = PlanFile.Mistakes(Aci(path, "nonsense")).Single(m => m.Path == path).Message;
        Assert.EndsWith(string.Join(", ", words), said, StringComparison.Ordinal);
        Assert.All(words, word => Assert.DoesNotContain(MistakesOf(Aci(path, word)), m => m.Path == path && m.Message.Contains("allowed are", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Defaults))]
    public void Its_defaults_are_the_readers(string path)
    {
        var value = Properties().Single(p => p.Path == path).Schema["default"]!.ToJsonString();

        // The default of `compute` would take the plan away from Azure.
        Func<string?, string> plan = path == "execution.compute" ? more => Local(path, more) : more => Aci(path, more);
        Assert.Equal(Shown(plan(null)), Shown(plan(value)));
    }

    [Theory]
    [InlineData("distribution.total_vus", "100", true)]
    [InlineData("distribution.total_vus", "'100'", true)]
    [InlineData("distribution.total_vus", "0", false)]
    [InlineData("distribution.total_vus", "1.5", false)]
    [InlineData("distribution.total_vus", "many", false)]
    [InlineData("distribution.duration", "1h30m", true)]
    [InlineData("distribution.duration", "1.5s", true)]
    [InlineData("distribution.duration", "1d12h", true)]
    [InlineData("distribution.duration", "30", false)]
    [InlineData("distribution.duration", "30 s", false)]
    [InlineData("distribution.duration", "-5s", false)]
    [InlineData("distribution.resources.protocol.cpu", "0.5", false)] // too little for a container group
    [InlineData("distribution.resources.protocol.cpu", "2", true)]
    [InlineData("distribution.resources.protocol.cpu", "'2.5'", true)]
    [InlineData("distribution.resources.protocol.cpu", "two", false)]
    [InlineData("distribution.resources.browser.memory", "0", false)]
    [InlineData("test.target_url", "http://localhost:8080/", true)]
    [InlineData("test.target_url", "localhost:8080", false)]
    [InlineData("test.sleep", "1", true)]
    [InlineData("test.sleep", "'0.5'", true)]
    [InlineData("test.sleep", "100ms", true)]
    [InlineData("test.sleep", "-1", false)]
    [InlineData("test.sleep", "soon", false)]
    [InlineData("test.env", "{A_1: 3, B: text, C: true}", true)]
    [InlineData("test.env", "[A]", false)]
    [InlineData("test.secrets", "[A, B]", true)]
    [InlineData("test.secrets", "A", true)]
    [InlineData("test.secrets", "[not a name]", false)]
    [InlineData("test.requests", "[/a, {url: /b, method: POST, body: x, headers: {A: b}, expect_status: [200, 201], name: n}]", true)]
    [InlineData("test.requests", "/a", true)]
    [InlineData("test.requests", "[{url: /b, verb: POST}]", false)]
    [InlineData("test.requests", "[{url: /b, expect_status: 99}]", false)]
    [InlineData("test.requests", "[{url: /b, method: 'A B'}]", false)]
    [InlineData("test.thresholds", "{http_req_duration: 'p(95)<500', http_req_failed: ['rate<0.1', {threshold: 'rate<0.5', abortOnFail: true, delayAbortEval: 10s}]}", true)]
    [InlineData("test.thresholds", "{http_req_duration: 'p95<500'}", false)]
    [InlineData("test.thresholds", "{http_req_duration: [{abortOnFail: true}]}", false)]
    [InlineData("test.thresholds", "{http_req_duration: ' p( 99.9 ) >= 1e3 '}", true)]
    [InlineData("test.tags", "{team: web, build: 12}", true)]
    [InlineData("execution.min_coverage", "0.9", true)]
    [InlineData("execution.min_coverage", "95%", true)]
    [InlineData("execution.min_coverage", "95", false)]
    [InlineData("execution.start_quorum", "101%", false)]
    [InlineData("execution.stop_when", "{http_req_failed: rate>0.2 for 30s}", true)]
    [InlineData("execution.stop_when", "{http_req_failed: [rate>0.2 for 30s, rate>0.5 for 10s]}", true)]
    [InlineData("execution.stop_when", "[rate>0.2]", false)]
    [InlineData("azure.zones", "[1, '2']", true)]
    [InlineData("azure.zones", "1", true)]
    [InlineData("azure.zones", "[a]", false)]
    [InlineData("azure.log_analytics", "{workspace_id: 11111111-2222-3333-4444-555555555555, key_secret: KEY}", true)]
    [InlineData("azure.log_analytics", "{workspace_id: 11111111-2222-3333-4444-555555555555}", false)]
    [InlineData("azure.prices", "{vcpu_hour: 0.04, gb_hour: 0.004}", true)]
    [InlineData("azure.prices", "{vcpu_hour: 0.04}", false)]
    [InlineData("azure.arm_endpoint", "http://localhost:1/", false)]
    [InlineData("azure.blob_endpoint", "https://localhost:1/results", true)]
    [InlineData("azure.spread", "yes please", false)]
    [InlineData("azure.tags", "{team: web}", true)]
    [InlineData("azure.images", "{protocol: 'r.azurecr.io/a:1'}", true)]
    [InlineData("azure.images", "{firefox: 'r.azurecr.io/a:1'}", false)]
    public void Both_take_and_refuse_the_same(string path, string value, bool taken)
    {
        var yaml = Aci(path, value);
        var (read, fits) = (MistakesOf(yaml), PlanSchemaFile.Mistakes(yaml));
        Assert.True((read.Count == 0) == taken, $"the reader says: {string.Join("; ", read)}");

        // What only the whole of a plan makes wrong, a schema can't say.
        if (taken || path != "distribution.resources.protocol.cpu")
            Assert.True((fits.Count == 0) == taken, $"the schema says: {string.Join("; ", fits)}");
    }

    /// <summary>The schema of a section of the reader's.</summary>
    private static JsonObject Of(string section)
    {
        if (section is PlanSchema.Request or PlanSchema.Threshold)
            return Root["definitions"]![section is PlanSchema.Request ? "request" : "threshold"]!.AsObject();
        var schema = Root;
        foreach (var key in section.Split('.', StringSplitOptions.RemoveEmptyEntries))
            schema = schema["properties"]![key]!.AsObject();
        return schema;
    }

    private static IEnumerable<(string Path, JsonObject Schema)> Properties() =>
        PlanSchema.Sections.Keys.Where(s => !s.EndsWith("[]", StringComparison.Ordinal))
            .SelectMany(s => Of(s)["properties"]!.AsObject().Select(p => ((s.Length == 0 ? "" : s + ".") + p.Key, p.Value!.AsObject())));

    /// <summary>A plan for Azure with one more value, as YAML.</summary>
    internal static string Aci(string path, string? value) => Yaml(Azure, path, value);

    private static string Local(string path, string? value) => Yaml(new() { ["test.target_url"] = "http://target/" }, path, value);

    private static string Yaml(Dictionary<string, string> values, string path, string? value) =>
        Yaml([.. (value is null ? values : new(values) { [path] = value }).Select(pair => (pair.Key.Split('.'), pair.Value))], 0);

    private static string Yaml((string[] Keys, string Value)[] values, int depth) =>
        string.Concat(values.GroupBy(v => v.Keys[depth]).Select(group => group.First().Keys.Length == depth + 1
            ? $"{new string(' ', 2 * depth)}{group.Key}: {group.First().Value}\n"
            : $"{new string(' ', 2 * depth)}{group.Key}:\n{Yaml([.. group], depth + 1)}"));

    internal static IReadOnlyList<PlanMistake> MistakesOf(string yaml)
    {
        try
        {
            PlanFile.Build(yaml);
            return [];
        }
        catch (PlanException exception)
        {
            return exception.Mistakes;
        }
    }

    private static string Shown(string yaml) => Encoding.UTF8.GetString(PlanJson.Serialize(PlanFile.Build(yaml) with { Warnings = [] }));
}
