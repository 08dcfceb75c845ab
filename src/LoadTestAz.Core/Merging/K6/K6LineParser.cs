using System.Text;
using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>Reads any line of k6's raw output: keys in any order, unknown ones skipped.</summary>
internal sealed class K6LineParser(IMetricTable metrics, TagSetCache tagSets)
{
    /// <summary>Says what a line is; a declaration is taken into the table of metrics, a point is handed back.</summary>
    public K6LineKind Parse(ReadOnlySpan<byte> line, out K6Point point)
    {
        point = default;
        if (line.IsEmpty || line[0] != '{')
            return K6LineKind.Foreign;
        try
        {
            // Lines that were cut, the commonest damage, are told without the cost of an exception.
            if (line[^1] == '}')
                return ParseObject(line, out point);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string that is no Unicode.
        }

        return LooksLikeK6(line) ? K6LineKind.Odd : K6LineKind.Foreign;
    }

    // How k6's two kinds of line begin; a console.log('{...') rarely does.
    private static bool LooksLikeK6(ReadOnlySpan<byte> line) => line.StartsWith("{\"metric\":"u8) || line.StartsWith("{\"type\":"u8);

    private K6LineKind ParseObject(ReadOnlySpan<byte> line, out K6Point point)
    {
        point = default;
        var kind = K6LineKind.Foreign;
        string? name = null;
        ReadOnlySpan<byte> data = default;
        var json = new Utf8JsonReader(line);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            switch (key)
            {
                case "type":
                    kind = KindOf(K6Json.TextOrNull(ref json));
                    break;
                case "metric":
                    name = K6Json.TextOrNull(ref json);
                    break;
                case "data":
                    data = K6Json.Slice(ref json, line);
                    break;
            }

            json.Skip();
        }

        // Reading on complains about anything behind the object.
        json.Read();
        if (kind == K6LineKind.Foreign)
            return kind;
        if (name is null || data.IsEmpty || data[0] != '{')
            return K6LineKind.Odd;
        return kind == K6LineKind.Point ? ParsePoint(name, data, out point) : ParseMetric(name, data, line.Length);
    }

    private static K6LineKind KindOf(string? type) => type switch
    {
        "Point" => K6LineKind.Point,
        "Metric" => K6LineKind.Metric,
        _ => K6LineKind.Foreign,
    };

    private K6LineKind ParsePoint(string name, ReadOnlySpan<byte> data, out K6Point point)
    {
        point = default;
        long? ticks = null;
        double? value = null;
        TagSet? tags = TagSet.Empty;
        var json = new Utf8JsonReader(data);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            switch (key)
            {
                case "time":
                    ticks = K6Json.TextOrNull(ref json) is { } text && K6Time.TryParse(Encoding.UTF8.GetBytes(text), out var parsed) ? parsed : null;
                    break;
                case "value":
                    // 1e309 is a JSON number, and infinity as a double.
                    value = json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;
                    break;
                case "tags":
                    tags = json.TokenType == JsonTokenType.Null ? TagSet.Empty : tagSets.Get(K6Json.Slice(ref json, data));
                    break;
            }

            json.Skip();
        }

        if (ticks is null || value is null || tags is null || metrics.Find(Encoding.UTF8.GetBytes(name)) is not { } metric)
            return K6LineKind.Odd;
        point = new K6Point(metric, ticks.Value, value.Value, tags);
        return K6LineKind.Point;
    }

    private K6LineKind ParseMetric(string name, ReadOnlySpan<byte> data, int size) =>
        K6MetricParser.Parse(name, data) is { } declaration && metrics.TryAdd(declaration, size) ? K6LineKind.Metric : K6LineKind.Odd;
}
