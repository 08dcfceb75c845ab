using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Benchmarks.Merging.Data;

/// <summary>Writes <c>--out json</c>.</summary>
internal sealed class JsonFileWriter : RawFileWriter
{
    private static readonly JsonSerializerOptions AsGo = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    protected override byte[] Head(K6Samples pattern)
    {
        var text = new StringBuilder();
        foreach (var (metric, _, submetrics) in pattern.Metrics)
        {
            var subs = submetrics.Select(s => new { name = s, suffix = s[(s.IndexOf('{', StringComparison.Ordinal) + 1)..^1] }).ToArray();
            var data = new { name = metric.Name, type = MetricNames.Of(metric.Type), contains = MetricNames.Of(metric.Contains), thresholds = Array.Empty<string>(), submetrics = subs };
            text.Append(JsonSerializer.Serialize(new { type = "Metric", data, metric = metric.Name }, AsGo)).Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    protected override (string Before, string After) FrameOf(Metric metric, TagSet tags)
    {
        var json = JsonSerializer.Serialize(tags.Pairs.ToDictionary(p => p.Key, p => p.Value), AsGo);
        return ($"{{\"metric\":\"{metric.Name}\",\"type\":\"Point\",\"data\":{{\"time\":\"", $",\"tags\":{json}}}}}\n");
    }

    protected override int WriteTimeAndValue(Span<byte> target, long utcTicks, double value)
    {
        // Seven decimals here, where k6 has nine.
        Utf8Formatter.TryFormat(new DateTime(utcTicks, DateTimeKind.Utc), target, out var length, 'O');
        "\",\"value\":"u8.CopyTo(target[length..]);
        length += "\",\"value\":"u8.Length;
        return length + WriteNumber(target[length..], value);
    }
}
