using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>Reads what k6 gives to handleSummary, and what it writes for <c>--summary-export</c>; the same since v0.26.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/js/summary.go">summarizeMetricsToObject</seealso>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/js/summary-wrapper.js">oldJSONSummary</seealso>
internal static class LegacySummary
{
    public static K6Summary Read(JsonElement root, JsonElement metrics)
    {
        var isExport = !metrics.EnumerateObject().Any(m => m.Value.Object("values") is not null);
        var read = metrics.EnumerateObject().Select(m => isExport ? ReadExported(m) : ReadMetric(m)).OfType<SummaryMetric>().ToList();
        if (read.Count == 0 && metrics.EnumerateObject().Any())
            throw new NoSummaryException("its metrics have none of the figures that k6 writes.");
        var duration = root.Object("state") is { } state ? state.Number("testRunDurationMs") is { } ms ? Duration(ms) : null : isExport ? DurationOf(metrics) : null;
        var checks = new List<LoadTestCheck>();
        if (root.Object("root_group") is { } group)
            ReadGroup(group, checks);
        return new K6Summary(isExport ? SummaryKind.Export : SummaryKind.HandleSummary, duration, read, checks);
    }

    private static SummaryMetric? ReadMetric(JsonProperty member)
    {
        if (!MetricSelector.TryParse(member.Name, out var selector, out _) || member.Value.Object("values") is not { } values)
            return null;
        var type = MetricNames.FindType(member.Value.Text("type") ?? "") ?? throw new FormatException($"'{member.Name}' is of no type that k6 has.");
        var contains = MetricNames.FindContents(member.Value.Text("contains") ?? "") ?? MetricContents.Default;
        return SummaryJson.Metric(selector, type, contains, values) with { Thresholds = ThresholdsOf(member.Value) };
    }

    private static SummaryMetric? ReadExported(JsonProperty member)
    {
        if (member.Value.ValueKind != JsonValueKind.Object || !MetricSelector.TryParse(member.Name, out var selector, out _))
            return null;
        var known = BuiltInMetrics.Find(selector.Metric);
        var isEmpty = !member.Value.EnumerateObject().Any(v => v.Name != "thresholds");
        if ((TypeOf(member.Value) ?? (isEmpty ? known?.Type : null)) is not { } type)
            return null;
        return SummaryJson.Metric(selector, type, known?.Contains ?? MetricContents.Default, member.Value) with { Thresholds = ThresholdsOf(member.Value) };
    }

    // The export does not say what a metric is, but each kind has figures of its own.
    private static MetricType? TypeOf(JsonElement values)
    {
        bool Has(string name) => values.TryGetProperty(name, out _);
        return Has("passes") || Has("fails") ? MetricType.Rate
            : Has("value") ? MetricType.Gauge
            : Has("count") && Has("rate") ? MetricType.Counter
            : values.EnumerateObject().Any(v => v.Name is "avg" or "min" or "max" or "med" or "count" || v.Name.StartsWith("p(", StringComparison.Ordinal)) ? MetricType.Trend
            : null;
    }

    // The export has the truth the other way round: true is crossed.
    private static List<SummaryThreshold> ThresholdsOf(JsonElement metric)
    {
        var thresholds = new List<SummaryThreshold>();
        if (metric.Object("thresholds") is not { } given)
            return thresholds;
        foreach (var threshold in given.EnumerateObject())
        {
            var ok = threshold.Value.ValueKind == JsonValueKind.Object && threshold.Value.TryGetProperty("ok", out var value) ? value.ValueKind : JsonValueKind.Undefined;
            if (ok is JsonValueKind.True or JsonValueKind.False)
                thresholds.Add(new(threshold.Name, ok is JsonValueKind.True));
            else if (threshold.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                thresholds.Add(new(threshold.Name, threshold.Value.ValueKind is JsonValueKind.False));
        }

        return thresholds;
    }

    // The export does not say how long the test took, but a counter's rate is its total over that.
    private static TimeSpan? DurationOf(JsonElement metrics) => metrics.EnumerateObject()
        .Where(m => m.Value.ValueKind == JsonValueKind.Object && TypeOf(m.Value) is MetricType.Counter)
        .Select(m => m.Value.Number("count") / m.Value.Number("rate") * 1000)
        .Where(ms => ms is > 0 && double.IsFinite(ms.Value))
        .Select(ms => Duration(ms!.Value))
        .FirstOrDefault(d => d is not null);

    private static TimeSpan? Duration(double milliseconds) => milliseconds is >= 0 and < 1e12 ? TimeSpan.FromTicks((long)Math.Round(milliseconds * TimeSpan.TicksPerMillisecond)) : null;

    private static void ReadGroup(JsonElement group, List<LoadTestCheck> checks)
    {
        foreach (var check in Members(group, "checks"))
        {
            if (check.Text("name") is { } name)
                checks.Add(new LoadTestCheck(group.Text("path") ?? "", name, check.Tally("passes", name) ?? 0, check.Tally("fails", name) ?? 0));
        }

        foreach (var inner in Members(group, "groups"))
            ReadGroup(inner, checks);
    }

    // handleSummary has arrays, the export has objects by name.
    private static IEnumerable<JsonElement> Members(JsonElement parent, string name)
    {
        if (!parent.TryGetProperty(name, out var members))
            return [];
        var all = members.ValueKind switch
        {
            JsonValueKind.Array => members.EnumerateArray().ToArray(),
            JsonValueKind.Object => members.EnumerateObject().Select(m => m.Value).ToArray(),
            _ => [],
        };
        return all.Where(m => m.ValueKind == JsonValueKind.Object);
    }
}
