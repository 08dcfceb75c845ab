using System.Text.Json;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Results;

/// <summary>The summary of a worker as JSON, with every figure that was read.</summary>
internal static class SummaryState
{
    public static void Write(Utf8JsonWriter json, WorkerSummary worker)
    {
        json.WriteStartObject();
        json.WriteString("worker", worker.Worker);
        json.WriteNumber("kind", (int)worker.Summary.Kind);
        if (worker.Summary.Duration is { } duration)
            json.WriteNumber("ticks", duration.Ticks);
        json.WriteStartArray("metrics");
        foreach (var metric in worker.Summary.Metrics)
            Write(json, metric);
        json.WriteEndArray();
        json.WriteStartArray("checks");
        foreach (var check in worker.Summary.Checks)
        {
            json.WriteStartObject();
            json.WriteString("group", check.Group);
            json.WriteString("name", check.Name);
            json.WriteNumber("passes", check.Passes);
            json.WriteNumber("fails", check.Fails);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static WorkerSummary Read(JsonElement json)
    {
        var kind = (SummaryKind)json.GetProperty("kind").GetInt32();
        TimeSpan? duration = json.TryGetProperty("ticks", out var ticks) ? TimeSpan.FromTicks(ticks.GetInt64()) : null;
        var metrics = json.GetProperty("metrics").EnumerateArray().Select(ReadMetric).ToArray();
        var checks = json.GetProperty("checks").EnumerateArray()
            .Select(c => new LoadTestCheck(c.Text("group")!, c.Text("name")!, c.GetProperty("passes").GetInt64(), c.GetProperty("fails").GetInt64())).ToArray();
        return new WorkerSummary(json.Text("worker")!, new K6Summary(kind, duration, metrics, checks));
    }

    private static void Write(Utf8JsonWriter json, SummaryMetric metric)
    {
        json.WriteStartObject();
        json.WriteString("metric", metric.Selector.Metric);
        json.WriteStartObject("tags");
        foreach (var (name, value) in metric.Selector.Tags.Pairs)
            json.WriteString(name, value);
        json.WriteEndObject();
        json.WriteString("type", MetricNames.Of(metric.Type));
        json.WriteString("contains", MetricNames.Of(metric.Contains));
        WriteFigure("count", metric.Count);
        WriteFigure("passes", metric.Passes);
        WriteFigure("value", metric.Value);
        WriteFigure("min", metric.Min);
        WriteFigure("max", metric.Max);
        WriteFigure("avg", metric.Avg);
        json.WriteStartArray("percentiles");
        foreach (var (percent, value) in metric.Percentiles)
        {
            json.WriteNumberValue(percent);
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
        json.WriteStartObject("thresholds");
        foreach (var threshold in metric.Thresholds)
            json.WriteBoolean(threshold.Expression, threshold.Holds);
        json.WriteEndObject();
        json.WriteEndObject();

        void WriteFigure(string name, double? figure)
        {
            if (figure is { } value)
                json.WriteNumber(name, value);
        }
    }

    private static SummaryMetric ReadMetric(JsonElement json)
    {
        var percentiles = json.GetProperty("percentiles").EnumerateArray().Select(p => p.GetDouble()).ToArray();
        return new SummaryMetric
        {
            Selector = new MetricSelector(json.Text("metric")!, TagSet.Of(json.GetProperty("tags").EnumerateObject().Select(t => KeyValuePair.Create(t.Name, t.Value.GetString()!)))),
            Type = MetricNames.FindType(json.Text("type")!) ?? throw new JsonException("a metric is of no type that is known."),
            Contains = MetricNames.FindContents(json.Text("contains")!) ?? MetricContents.Default,
            Count = json.Number("count"),
            Passes = (long?)json.Number("passes"),
            Value = json.Number("value"),
            Min = json.Number("min"),
            Max = json.Number("max"),
            Avg = json.Number("avg"),
            Percentiles = [.. percentiles.Chunk(2).Select(p => KeyValuePair.Create(p[0], p[1]))],
            Thresholds = [.. json.GetProperty("thresholds").EnumerateObject().Select(t => new SummaryThreshold(t.Name, t.Value.GetBoolean()))],
        };
    }
}
