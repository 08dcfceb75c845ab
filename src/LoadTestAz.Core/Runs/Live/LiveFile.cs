using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Runs.Live;

/// <summary>
/// <c>live_&lt;i&gt;.json</c> for somebody who follows many workers: metrics that nobody watches are passed over, and so is the
/// course over time that older workers put into it. Nothing of the file is kept but what was asked for.
/// </summary>
internal static class LiveFile
{
    /// <summary>The snapshot without its metrics, and where in the file these stand.</summary>
    /// <exception cref="JsonException">It is not what a worker writes.</exception>
    public static (LiveDocument Document, Range Metrics) Split(ReadOnlyMemory<byte> file)
    {
        var json = new Utf8JsonReader(file.Span);
        if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
            throw new JsonException("it is no object.");
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var isMetrics = json.ValueTextEquals("metrics"u8);
            json.Read();
            var start = (int)json.TokenStartIndex;
            json.Skip();
            var end = (int)json.BytesConsumed;
            if (!isMetrics)
                continue;
            byte[] rest = [.. file.Span[..start], .. "null"u8, .. file.Span[end..]];
            return (JsonSerializer.Deserialize(rest, RunJson.Default.LiveDocument) ?? throw new JsonException("it is null."), start..end);
        }

        throw new JsonException("it has no metrics.");
    }

    /// <summary>Some of the metrics of a snapshot, with their submetrics.</summary>
    /// <param name="file">The file.</param>
    /// <param name="metrics">What <see cref="Split"/> found in it.</param>
    /// <param name="wanted">Tells by a metric's name whether it is wanted.</param>
    /// <exception cref="FormatException">They are not what a worker writes.</exception>
    public static MetricSet Decode(ReadOnlyMemory<byte> file, Range metrics, Func<string, bool> wanted) => MetricSetJson.Deserialize(file[metrics], wanted);
}
