using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using LoadTestAz.Comparing;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;
using NJsonSchema;

namespace LoadTestAz.Reporting.Tests;

/// <summary>The result as JSON is what docs/result.schema.json says, and the schema says what the objects are.</summary>
public sealed class JsonReportTests
{
    private static readonly string Schema = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "result.schema.json"));

    [Fact]
    public async Task Results_of_all_kinds_keep_to_the_schema()
    {
        var schema = await JsonSchema.FromJsonAsync(Schema, TestContext.Current.CancellationToken);
        foreach (var result in new[] { Results.Passing(), Results.Failing(), Results.Empty(), Results.Poisoned(), LargeResult.Of(workers: 20, TimeSpan.FromMinutes(1)), Compared() })
        {
            foreach (var format in new[] { LoadTestReportFormat.Json, LoadTestReportFormat.Result })
                Assert.Empty(schema.Validate(Written.Text(format, result)));
        }
    }

    [Theory]
    [InlineData("""{ "runId": 5 }""")]
    [InlineData("""{ "state": "Splendid" }""")]
    [InlineData("""{ "metrics": [ { "name": "a" } ] }""")]
    public async Task What_is_no_result_does_not_keep_to_it(string change)
    {
        var schema = await JsonSchema.FromJsonAsync(Schema, TestContext.Current.CancellationToken);
        var result = JsonNode.Parse(Written.Text(LoadTestReportFormat.Json, Results.Failing()))!.AsObject();
        foreach (var (name, value) in JsonNode.Parse(change)!.AsObject())
            result[name] = value!.DeepClone();
        Assert.NotEmpty(schema.Validate(result.ToJsonString()));
    }

    [Fact]
    public void The_schema_is_that_of_the_objects_and_explains_itself()
    {
        // By reflection, since what the compiler makes for the writer knows of no text that must not be null.
        var options = new JsonSerializerOptions(ResultJsonContext.Default.Options) { TypeInfoResolver = new DefaultJsonTypeInfoResolver(), RespectNullableAnnotations = true, Converters = { new JsonStringEnumConverter() } };
        var expected = options.GetJsonSchemaAsNode(typeof(LoadTestResult), new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true, TransformSchemaNode = WithoutNullsRequired });
        var written = JsonNode.Parse(Schema)!;
        var unexplained = written["properties"]!.AsObject().Where(p => p.Value!["description"] is null).Select(p => p.Key);
        Assert.Empty(unexplained);
        Assert.True(JsonNode.DeepEquals(expected, Plain(written)), $"docs/result.schema.json is not the schema of LoadTestResult any more. Without descriptions it has to be:\n{expected.ToJsonString(new JsonSerializerOptions { WriteIndented = true })}");
    }

    [Fact]
    public void It_has_the_figures_and_not_what_only_a_merge_needs()
    {
        var result = Results.Failing();
        using var json = JsonDocument.Parse(Written.Text(LoadTestReportFormat.Json, result));
        var duration = json.RootElement.GetProperty("metrics").EnumerateArray().Single(m => m.GetProperty("name").GetString() == "http_req_duration");
        Assert.Equal(result.Metrics["http_req_duration"]!.P95, duration.GetProperty("p95").GetDouble());
        Assert.Equal(1000, duration.GetProperty("histogram").EnumerateArray().Sum(b => b.GetProperty("count").GetInt64()));
        Assert.False(json.RootElement.TryGetProperty("mergeable", out _));
        Assert.Equal("Protocol", json.RootElement.GetProperty("plan").GetProperty("testType").GetString());
    }

    private static LoadTestResult Compared() =>
        Results.Failing() with { Comparison = new ResultComparer([Results.Passing()], ResultComparer.DefaultTolerance).Compare(Results.Failing()) };

    // What is null is left out.
    private static JsonNode WithoutNullsRequired(JsonSchemaExporterContext context, JsonNode node)
    {
        foreach (var name in (node as JsonObject)?["required"]?.AsArray().ToList() ?? [])
        {
            var property = context.TypeInfo.Properties.Single(p => p.Name == name!.GetValue<string>());
            if (property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null)
                node["required"]!.AsArray().Remove(name);
        }

        return node;
    }

    private static JsonNode Plain(JsonNode node)
    {
        if (node is JsonObject all)
        {
            var plain = new JsonObject();
            foreach (var (name, value) in all.Where(m => m.Key is not ("$schema" or "$id" or "title") && !(m.Key == "description" && m.Value is JsonValue)))
                plain[name] = value is null ? null : Plain(value);
            return plain;
        }

        return node is JsonArray items ? new JsonArray([.. items.Select(i => i is null ? null : Plain(i))]) : node.DeepClone();
    }
}
