using System.Text.Json;
using System.Text.Json.Nodes;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests.K6;

/// <summary>Both shapes of the summary, beside those that k6 itself wrote.</summary>
public sealed class K6SummaryTests
{
    // The script's setup data is k6's alone: our workers each have their own, and none is in a result.
    private const string SetupData = "setup_data";

    [Theory]
    [InlineData("protocol-3w")]
    [InlineData("browser-2w")]
    public void Keys_and_kinds_of_values_are_k6s(string folder)
    {
        var real = K6File.Read(folder, "handle-summary.json");
        var result = Results.Of(K6File.Rebuild(real), K6File.ThresholdsOf(real), [Results.Worker(0, 5)]);

        Assert.Equal(Shape(real), Shape(Json(LoadTestReportFormat.K6Summary, result)));
        Assert.Equal(Shape(K6File.Read(folder, "summary-export.json")), Shape(Json(LoadTestReportFormat.K6SummaryExport, result)));
    }

    [Fact]
    public void Groups_and_checks_are_k6s_with_their_ids_and_counts()
    {
        var real = K6File.Read("protocol-3w", "handle-summary.json");
        var result = Results.Of(K6File.Rebuild(real), [], [Results.Worker(0, 5)]);

        Assert.True(JsonNode.DeepEquals(Sorted(real["root_group"]!), Sorted(Json(LoadTestReportFormat.K6Summary, result)["root_group"]!)));
        Assert.True(JsonNode.DeepEquals(K6File.Read("protocol-3w", "summary-export.json")["root_group"], Json(LoadTestReportFormat.K6SummaryExport, result)["root_group"]));
    }

    [Fact]
    public void Figures_are_those_that_k6_made_of_the_same_samples()
    {
        var real = K6File.Read("browser-2w", "handle-summary.json");
        var thresholds = K6File.ThresholdsOf(real);
        var ours = Json(LoadTestReportFormat.K6Summary, Results.Of(K6File.ReadSamples("browser-2w", thresholds), thresholds, [Results.Worker(0, 2)]));

        foreach (var (name, metric) in real["metrics"]!.AsObject())
        {
            foreach (var (figure, value) in metric!["values"]!.AsObject())
            {
                // A counter's rate is over k6's own duration, which has setup and teardown in it.
                if (figure == "rate" && (string)metric["type"]! == "counter")
                    continue;
                var (expected, actual) = ((double)value!, (double)ours["metrics"]![name]!["values"]![figure]!);
                Assert.True(Math.Abs(expected - actual) <= 0.001 * Math.Abs(expected), $"{name} {figure} is {actual}, not {expected}");
            }

            Assert.True(JsonNode.DeepEquals(metric["thresholds"], ours["metrics"]![name]!["thresholds"]), name);
        }
    }

    [Fact]
    public void A_crossed_threshold_is_not_ok_in_one_shape_and_true_in_the_other()
    {
        var result = Results.Failing();
        Assert.False((bool)Json(LoadTestReportFormat.K6Summary, result)["metrics"]!["http_req_duration"]!["thresholds"]!["p(95)<50"]!["ok"]!);
        Assert.True((bool)Json(LoadTestReportFormat.K6SummaryExport, result)["metrics"]!["http_req_duration"]!["thresholds"]!["p(95)<50"]!);
        Assert.False((bool)Json(LoadTestReportFormat.K6SummaryExport, result)["metrics"]!["http_req_failed"]!["thresholds"]!["rate<0.5"]!);
    }

    [Fact]
    public void A_metric_that_only_a_threshold_names_is_all_zeros_as_in_k6() =>
        Assert.Equal(
            """{"type":"counter","contains":"default","values":{"count":0,"rate":0},"thresholds":{"count<5":{"ok":true}}}""",
            Json(LoadTestReportFormat.K6Summary, Results.Failing())["metrics"]!["never_seen"]!.ToJsonString(new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));

    [Theory]
    [InlineData("dropped_iterations", "rate<1", "counter")]
    [InlineData("http_req_waiting{status:500}", "p(95)<1", "trend")]
    [InlineData("own", "rate<1", "rate")]
    [InlineData("own", "value<1", "gauge")]
    [InlineData("own", "med<1", "trend")]
    public void Its_kind_is_the_built_in_one_or_the_one_with_that_figure(string metric, string expression, string kind) =>
        Assert.Equal(kind, (string)Json(LoadTestReportFormat.K6Summary, Results.Of(new MetricSet(), [new(metric, expression)], []))["metrics"]![metric]!["type"]!);

    [Fact]
    public void Figures_that_JSON_has_no_number_for_are_null_as_in_k6()
    {
        var result = Results.Passing();
        var endless = result with { Metrics = new LoadTestMetrics([result.Metrics["http_req_duration"]! with { Max = double.PositiveInfinity, Avg = double.NaN }]) };
        var values = Json(LoadTestReportFormat.K6Summary, endless)["metrics"]!["http_req_duration"]!["values"]!.AsObject();
        Assert.True(values.ContainsKey("max") && values["max"] is null && values["avg"] is null);
    }

    [Fact]
    public void Hostile_names_come_back_unchanged()
    {
        var result = Results.Poisoned();
        var metrics = Json(LoadTestReportFormat.K6Summary, result)["metrics"]!.AsObject();
        Assert.Contains(Results.Hostile.Replace('\ud800', '\uFFFD') + "Trend", metrics.Select(m => m.Key));
    }

    [Fact]
    public void A_group_that_looks_bottomless_ends_all_the_same()
    {
        var set = new MetricSet();
        set.Add(Results.Start, TagSet.Of([new("check", "c"), new("group", string.Concat(Enumerable.Repeat("::g", 5000)))]), [new(BuiltInMetrics.Checks, 1)]);
        var result = Results.Of(set, [], []);
        foreach (var format in new[] { LoadTestReportFormat.K6Summary, LoadTestReportFormat.K6SummaryExport })
        {
            using var json = JsonDocument.Parse(Written.Bytes(format, result), new JsonDocumentOptions { MaxDepth = 1000 });
            Assert.Equal("root_group", json.RootElement.EnumerateObject().First().Name);
        }
    }

    private static JsonObject Json(LoadTestReportFormat format, LoadTestResult result) => JsonNode.Parse(Written.Bytes(format, result))!.AsObject();

    /// <summary>Every key with the kind of its value, in ordinal order; arrays by the names of what is in them.</summary>
    private static IEnumerable<string> Shape(JsonObject summary) =>
        summary.Where(p => p.Key != SetupData).SelectMany(p => Shape(p.Key, p.Value)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Shape(string path, JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Shape($"{path}/{p.Key}", p.Value)).Append(path + " {}"),
        JsonArray a => a.SelectMany(n => Shape($"{path}/[{(n is JsonObject o ? o["name"] : n)}]", n)).Append(path + " []"),
        JsonValue v when v.GetValueKind() is JsonValueKind.True or JsonValueKind.False => [path + " bool"],
        _ => [$"{path} {node?.GetValueKind()}"],
    };

    private static JsonObject Sorted(JsonNode group)
    {
        var sorted = group.DeepClone().AsObject();
        sorted["groups"] = new JsonArray([.. group["groups"]!.AsArray().Select(g => Sorted(g!)).OrderBy(g => (string)g["name"]!, StringComparer.Ordinal)]);
        sorted["checks"] = new JsonArray([.. group["checks"]!.AsArray().Select(c => c!.DeepClone()).OrderBy(c => (string)c["name"]!, StringComparer.Ordinal)]);
        return sorted;
    }
}
