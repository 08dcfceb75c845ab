using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Reporting.Tests.K6;

/// <summary>Files that k6 wrote.</summary>
internal static class K6File
{
    public static JsonObject Read(string folder, string name) => JsonNode.Parse(File.ReadAllText(PathOf(folder, name)))!.AsObject();

    /// <summary>The thresholds in a handleSummary file.</summary>
    public static LoadTestThresholdRule[] ThresholdsOf(JsonObject summary) =>
        [.. summary["metrics"]!.AsObject().SelectMany(m => (m.Value!["thresholds"] as JsonObject ?? []).Select(t => new LoadTestThresholdRule(m.Key, t.Key)))];

    /// <summary>A set with the metrics and checks of a handleSummary file, and just enough samples to have figures.</summary>
    public static MetricSet Rebuild(JsonObject summary)
    {
        var selectors = summary["metrics"]!.AsObject().Select(m => MetricSelector.Parse(m.Key)).ToList();
        var set = new MetricSet(selectors);
        foreach (var selector in selectors)
        {
            var metric = summary["metrics"]![selector.ToString()]!;
            var definition = new Metric(selector.Metric, MetricNames.FindType((string)metric["type"]!)!.Value, MetricNames.FindContents((string)metric["contains"]!)!.Value);
            set.Add(DateTimeOffset.UnixEpoch, selector.Tags, [new(definition, 1)]);
            set.Add(DateTimeOffset.UnixEpoch.AddSeconds(1), selector.Tags, [new(definition, 2)]);
        }

        AddChecks(set, summary["root_group"]!);
        return set;
    }

    /// <summary>The samples of a raw output.</summary>
    public static MetricSet ReadSamples(string folder, IEnumerable<LoadTestThresholdRule> thresholds)
    {
        var set = new MetricSet(thresholds.Select(t => MetricSelector.Parse(t.Metric)));
        using var lines = new StreamReader(new GZipStream(File.OpenRead(PathOf(folder, "metrics.json.gz")), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var data = json.RootElement.GetProperty("data");
            var name = json.RootElement.GetProperty("metric").GetString()!;
            if (json.RootElement.GetProperty("type").GetString() == "Metric")
            {
                set.Declare(new Metric(name, MetricNames.FindType(data.GetProperty("type").GetString()!)!.Value, MetricNames.FindContents(data.GetProperty("contains").GetString()!)!.Value));
                continue;
            }

            var tags = TagSet.Of(data.GetProperty("tags").EnumerateObject().Select(t => KeyValuePair.Create(t.Name, t.Value.GetString()!)));
            set.Add(data.GetProperty("time").GetDateTimeOffset(), tags, [new(set.Find(name)!.Metric, data.GetProperty("value").GetDouble())]);
        }

        return set;
    }

    private static void AddChecks(MetricSet set, JsonNode group)
    {
        foreach (var check in group["checks"]!.AsArray())
        {
            var tags = TagSet.Of([new("check", (string)check!["name"]!), new("group", (string)group["path"]!)]);
            for (var i = 0; i < (int)check["passes"]!; i++)
                set.Add(DateTimeOffset.UnixEpoch, tags, [new(BuiltInMetrics.Checks, 1)]);
            for (var i = 0; i < (int)check["fails"]!; i++)
                set.Add(DateTimeOffset.UnixEpoch, tags, [new(BuiltInMetrics.Checks, 0)]);
        }

        foreach (var inner in group["groups"]!.AsArray())
            AddChecks(set, inner!);
    }

    private static string PathOf(string folder, string name) => Path.Combine(AppContext.BaseDirectory, "Data", "k6", folder, name);
}
