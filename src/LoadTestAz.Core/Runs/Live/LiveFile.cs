using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Runs.Live;

/// <summary>
/// <c>live_&lt;i&gt;.json</c> for somebody who follows many workers: metrics that nobody watches are passed over, and so is the
/// course over time that older workers put into it. Nothing of the file is kept but what was asked for.
/// </summary>
internal static class LiveFile
{
    /// <summary>Reads a snapshot.</summary>
    /// <param name="file">The file.</param>
    /// <param name="wanted">Tells by a metric's name whether it is wanted, with its submetrics; null for none of them.</param>
    /// <param name="memory">Memory for the metrics' distributions.</param>
    /// <param name="metrics">Those; null also when they are not what a worker writes.</param>
    /// <param name="damage">What is wrong with the metrics; null for nothing.</param>
    /// <returns>The snapshot without its metrics.</returns>
    /// <exception cref="JsonException">It is not what a worker writes.</exception>
    public static LiveDocument Read(ReadOnlySpan<byte> file, Func<string, bool>? wanted, PackedMemory memory, out MetricSet? metrics, out FormatException? damage)
    {
        (metrics, damage) = (null, null);
        var json = new Utf8JsonReader(file);
        if (!json.Read() || json.TokenType is not JsonTokenType.StartObject)
            throw new JsonException("it is no object.");
        while (json.Read() && json.TokenType is JsonTokenType.PropertyName)
        {
            var isMetrics = json.ValueTextEquals("metrics"u8);
            json.Read();
            if (!isMetrics)
            {
                json.Skip();
                continue;
            }

            var (start, length) = ((int)json.TokenStartIndex, 0);
            try
            {
                if (wanted is not null)
                    metrics = MetricSetJson.Deserialize(file[start..], wanted, memory, out length);
            }
            catch (FormatException e)
            {
                damage = e;
            }

            // Most of the file: it is gone over twice only where that tells more.
            if (metrics is null)
            {
                json.Skip();
                length = (int)json.BytesConsumed - start;
            }

            byte[] rest = [.. file[..start], .. "null"u8, .. file[(start + length)..]];
            return JsonSerializer.Deserialize(rest, RunJson.Default.LiveDocument) ?? throw new JsonException("it is null.");
        }

        throw new JsonException("it has no metrics.");
    }
}
