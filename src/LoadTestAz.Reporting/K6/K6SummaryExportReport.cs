using System.Text.Json;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.K6;

/// <summary>
/// What k6 writes for <c>--summary-export</c>: groups and checks by name, the figures right under the metric, a Rate's
/// rate called <c>value</c>, and thresholds the other way round: <c>true</c> means crossed.
/// </summary>
/// <seealso href="https://github.com/grafana/k6/blob/v1.0.0/internal/js/summary-wrapper.js">oldJSONSummary</seealso>
internal sealed class K6SummaryExportReport : IReportWriter
{
    public LoadTestReportFormat Format => LoadTestReportFormat.K6SummaryExport;

    public string Extension => "summary-export.json";

    public void Write(LoadTestResult result, Stream output) => K6Json.Write(output, json =>
    {
        json.WriteStartObject();
        json.WritePropertyName("root_group");
        WriteGroup(json, K6Group.RootOf(result.Checks));
        json.WriteStartObject("metrics");
        foreach (var metric in K6Metric.AllOf(result, new K6TrendStats(result.Thresholds)))
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
        json.WriteStartObject("groups");
        foreach (var inner in group.Groups)
        {
            json.WritePropertyName(inner.Name);
            WriteGroup(json, inner);
        }

        json.WriteEndObject();
        json.WriteStartObject("checks");
        foreach (var check in group.Checks)
        {
            json.WritePropertyName(check.Name);
            json.WriteCheck(check);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteMetric(Utf8JsonWriter json, K6Metric metric)
    {
        json.WriteStartObject(metric.Name);
        foreach (var (name, value) in metric.Values)
            json.WriteFigure(metric.Type == "rate" && name == "rate" ? "value" : name, value);
        if (metric.Thresholds.Count > 0)
        {
            json.WriteStartObject("thresholds");
            foreach (var (expression, holds) in metric.Thresholds)
                json.WriteBoolean(expression, !holds);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}
