using System.Text.Json;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.K6;

/// <summary>The <c>data</c> that k6 gives to <c>handleSummary</c>, for the reporters that are made for it.</summary>
/// <seealso href="https://grafana.com/docs/k6/latest/results-output/end-of-test/custom-summary/"/>
internal sealed class K6SummaryReport : IReportWriter
{
    public LoadTestReportFormat Format => LoadTestReportFormat.K6Summary;

    public string Extension => "summary.json";

    public void Write(LoadTestResult result, Stream output) => K6Json.Write(output, json =>
    {
        var stats = new K6TrendStats(result.Thresholds);
        json.WriteStartObject();
        json.WritePropertyName("root_group");
        WriteGroup(json, K6Group.RootOf(result.Checks));
        WriteOptions(json, stats);
        WriteState(json, result.Duration);
        json.WriteStartObject("metrics");
        foreach (var metric in K6Metric.AllOf(result, stats))
            WriteMetric(json, metric);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    private static void WriteGroup(Utf8JsonWriter json, K6Group group)
    {
        json.WriteStartObject();
        json.WriteString("name", group.Name);
        json.WriteString("path", group.Path);
        json.WriteString("id", group.Id);
        json.WriteStartArray("groups");
        foreach (var inner in group.Groups)
            WriteGroup(json, inner);
        json.WriteEndArray();
        json.WriteStartArray("checks");
        foreach (var check in group.Checks)
            json.WriteCheck(check);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, K6TrendStats stats)
    {
        json.WriteStartObject("options");
        json.WriteStartArray("summaryTrendStats");
        foreach (var stat in stats.Names)
            json.WriteStringValue(stat);
        json.WriteEndArray();
        json.WriteString("summaryTimeUnit", "");
        json.WriteBoolean("noColor", true);
        json.WriteEndObject();
    }

    private static void WriteState(Utf8JsonWriter json, TimeSpan duration)
    {
        json.WriteStartObject("state");
        json.WriteBoolean("isStdOutTTY", false);
        json.WriteBoolean("isStdErrTTY", false);
        json.WriteNumber("testRunDurationMs", duration.TotalMilliseconds);
        json.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter json, K6Metric metric)
    {
        json.WriteStartObject(metric.Name);
        json.WriteString("type", metric.Type);
        json.WriteString("contains", metric.Contains);
        json.WriteStartObject("values");
        foreach (var (name, value) in metric.Values)
            json.WriteFigure(name, value);
        json.WriteEndObject();
        if (metric.Thresholds.Count > 0)
        {
            json.WriteStartObject("thresholds");
            foreach (var (expression, holds) in metric.Thresholds)
            {
                json.WriteStartObject(expression);
                json.WriteBoolean("ok", holds);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
