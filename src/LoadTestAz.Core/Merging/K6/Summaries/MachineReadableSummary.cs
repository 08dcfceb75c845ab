using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>Reads what k6 writes with <c>--new-machine-readable-summary</c>, since v1.5.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/lib/summary/machine_readable.go"/>
internal static class MachineReadableSummary
{
    public static K6Summary Read(JsonElement root, JsonElement results)
    {
        var metrics = Items(results, "metrics").Select(ReadMetric).OfType<SummaryMetric>().ToList();
        var checks = new List<LoadTestCheck>();
        if (results.Object("checks") is { } all)
        {
            checks.AddRange(Items(all, "results").Select(ReadCheck).OfType<LoadTestCheck>());
            if (Items(all, "metrics").FirstOrDefault(m => m.Text("name") == "checks_succeeded") is { ValueKind: JsonValueKind.Object } succeeded && succeeded.Object("values") is { } values)
                metrics.Add(Rate(new MetricSelector(BuiltInMetrics.Checks.Name, TagSet.Empty), MetricContents.Default, values));
        }

        var duration = root.Object("config")?.Number("duration") is { } seconds and >= 0 and < 1e9 ? TimeSpan.FromTicks((long)Math.Round(seconds * TimeSpan.TicksPerSecond)) : (TimeSpan?)null;
        return new K6Summary(SummaryKind.MachineReadable, duration, metrics, checks);
    }

    private static SummaryMetric? ReadMetric(JsonElement metric)
    {
        if (metric.Text("name") is not { } name || !MetricSelector.TryParse(name, out var selector, out _) || metric.Object("values") is not { } values)
            return null;
        var type = MetricNames.FindType(metric.Text("type") ?? "") ?? throw new FormatException($"'{name}' is of no type that k6 has.");
        var contains = MetricNames.FindContents(metric.Text("contains") ?? "") ?? MetricContents.Default;
        return type is MetricType.Rate ? Rate(selector, contains, values) : SummaryJson.Metric(selector, type, contains, values);
    }

    private static SummaryMetric Rate(MetricSelector selector, MetricContents contains, JsonElement values)
    {
        var matches = values.Tally("matches", selector.ToString());
        return SummaryJson.Rate(
            new SummaryMetric { Selector = selector, Type = MetricType.Rate, Contains = contains }, matches, values.Tally("total", selector.ToString()) - matches);
    }

    private static LoadTestCheck? ReadCheck(JsonElement check) =>
        check.Text("name") is { } name ? new LoadTestCheck("", name, check.Tally("passes", name) ?? 0, check.Tally("fails", name) ?? 0) : null;

    private static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array ? items.EnumerateArray().Where(i => i.ValueKind == JsonValueKind.Object) : [];
}
