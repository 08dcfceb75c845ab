using System.Text.RegularExpressions;
using LoadTestAz.Plans.Binding;

namespace LoadTestAz.Yaml.Tests;

/// <summary>All sorts of values for each key: the schema and the reader agree on which are right, but for what is listed here with its reason.</summary>
public sealed class PlanSchemaValuesTests
{
    private static readonly string[] Values =
    [
        "~", "''", "' '", "text", "'12'", "12", "0", "-1", "1.5", "1e3", ".inf", ".nan", "true", "'true'", "yes", "[]", "[a]", "[1]", "[[a]]", "[a, a]", "{}", "{a: b}", "{a: {b: c}}", "{1: 2}",
        "10s", "' 10s '", "0s", "0m0s", "10 s", "1h1h", "95%", "0.95", "101%", "-5%", "2026-01-02", "0x10", "1_000", "http", "Http", "HTTP", "https://x/", "https://x/y?z", "ftp://x/", "/subscriptions/x", "a b", "ä", "'\"'",
        "99999999999999999999", "{http_req_failed: rate>0.2}", "{http_req_failed: rate>0.2 for 60s}", "{http_req_failed: rate>0.2 for}",
    ];

    // Where they differ: the key, the value, and whether it is the reader that takes it.
    private static readonly (Regex Path, Regex Value, bool ReaderTakes)[] Differences =
    [
        // Names by Azure's rules: a plan for this machine may keep placeholders, and the schema does not know where a plan will run.
        (new(@"\Aazure\."), new(""), false),

        // A number, or true, where a text is meant. The reader takes it as it is written; to quote it is better.
        (new(@"\A(name|azure\.\w+|test\.requests|test\.secrets)\z"), new(@"\A(true|-?[0-9][0-9a-fx._]*|1e3|\[1\])\z"), true),

        // How a number is written JSON does not know.
        (new(""), new(@"\A(1e3|0x10|1_000)\z"), false),

        // What other keys, or other files, make of it.
        (new(@"\A(test\.script|execution\.max_duration|distribution\.resources\..*)\z"), new(""), false),
        (new(@"\Aazure\.(prices|log_analytics)\."), new(""), true),

        // Names of metrics, variables and tags as keys: the library that checks by the schema here does not look at propertyNames.
        (new(@"\Atest\.env\z"), new(@"\A\{1: 2\}\z"), false),

        // Nothing at all is taken where a list may be left out, as are other cases of a word.
        (new(@"\A(test\.(secrets|requests)|azure\.(zones|locations))\z"), new(@"\A~\z"), true),
        (new(@"\Atest\.engine\z"), new(@"\AH"), true),

        // Both are names of their own to YAML, and texts to the reader, which has its own rules for texts.
        (new(@"\Atest\.secrets\z"), new(@"\A\.(inf|nan)\z"), false),
    ];

    public static TheoryData<string> Paths => [.. PlanSchema.Sections.Keys.Where(s => !s.EndsWith("[]", StringComparison.Ordinal))
        .SelectMany(s => PlanSchema.Sections[s].Select(key => (s.Length == 0 ? "" : s + ".") + key)).Where(path => !PlanSchema.Sections.ContainsKey(path))];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Both_take_and_refuse_the_same(string path)
    {
        var differences = new List<string>();
        foreach (var value in Values)
        {
            var yaml = PlanSchemaFileTests.Aci(path, value);
            var read = PlanSchemaFileTests.MistakesOf(yaml).Where(m => m.Path?.StartsWith(path, StringComparison.Ordinal) is true).ToList();
            var fits = PlanSchemaFile.Mistakes(yaml);
            if (read.Count == 0 != (fits.Count == 0) && !Differences.Any(d => d.Path.IsMatch(path) && d.Value.IsMatch(value) && d.ReaderTakes == (read.Count == 0)))
                differences.Add($"{value}: the reader says '{(read.Count == 0 ? "" : read[0].Message)}', the schema '{(fits.Count == 0 ? "" : fits[0])}'");
        }

        Assert.Empty(differences);
    }
}
