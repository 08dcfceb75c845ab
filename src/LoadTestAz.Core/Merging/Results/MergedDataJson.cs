using System.IO.Compression;
using System.Text;
using System.Text.Json;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Results;

/// <summary>
/// All that a merge has as one line of text, for a result that may be merged again: with more workers, or with other
/// results, as if all of them had been merged at once. Values that were kept for exact percentiles are not in it.
/// </summary>
/// <remarks>Base64 of gzipped JSON with a version: the sketches as <see cref="MetricSetJson"/> has them, and the summaries.</remarks>
internal static class MergedDataJson
{
    private const int Version = 1;
    private const int MaxBytes = 64 << 20;

    /// <summary>Writes it.</summary>
    public static string Pack(MergedData data)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var json = new Utf8JsonWriter(gzip))
            Write(json, data);
        return Convert.ToBase64String(packed.GetBuffer(), 0, (int)packed.Length);
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none, or damaged, or of a newer version.</exception>
    public static MergedData Unpack(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(Inflate(Convert.FromBase64String(text)));
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or InvalidOperationException or KeyNotFoundException or ArgumentException or OverflowException)
        {
            throw new FormatException($"what it keeps for merging is damaged: {e.Message}", e);
        }
    }

    private static ReadOnlyMemory<byte> Inflate(byte[] packed)
    {
        using var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        using var content = new MemoryStream();
        var buffer = new byte[64 << 10];
        while (gzip.Read(buffer) is > 0 and var read)
        {
            content.Write(buffer, 0, read);
            if (content.Length > MaxBytes)
                throw new InvalidDataException($"it is larger than {MaxBytes >> 20} MiB.");
        }

        return content.GetBuffer().AsMemory(0, (int)content.Length);
    }

    private static void Write(Utf8JsonWriter json, MergedData data)
    {
        json.WriteStartObject();
        json.WriteNumber("version", Version);
        json.WriteNumber("sampledWorkers", data.SampledWorkers);
        json.WriteStartArray("keys");
        foreach (var key in data.Keys.Order(StringComparer.Ordinal))
            json.WriteStringValue(key);
        json.WriteEndArray();
        json.WriteStartObject("gauges");
        foreach (var (metric, sums) in data.Gauges.All)
        {
            json.WriteStartArray(metric);
            json.WriteNumberValue(sums.Value);
            json.WriteNumberValue(sums.Min);
            json.WriteNumberValue(sums.Max);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.WritePropertyName("samples");
        new MetricSetWriter(json).Write(data.Samples);
        json.WriteStartArray("summaries");
        foreach (var summary in data.Summaries)
            SummaryState.Write(json, summary);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static MergedData Read(JsonElement root)
    {
        if (root.GetProperty("version").GetInt32() is not Version and var version)
            throw new FormatException($"what it keeps for merging is of version {version}, and only version {Version} can be read. Use a newer LoadTestAz.");
        var data = new MergedData([]);
        data.Restore(
            MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(root.GetProperty("samples").GetRawText())),
            root.GetProperty("sampledWorkers").GetInt32(),
            [.. root.GetProperty("keys").EnumerateArray().Select(k => k.GetString()!)]);
        foreach (var summary in root.GetProperty("summaries").EnumerateArray())
            data.Restore(SummaryState.Read(summary));
        foreach (var gauge in root.GetProperty("gauges").EnumerateObject())
            data.Gauges.Add(gauge.Name, new(gauge.Value[0].GetDouble(), gauge.Value[1].GetDouble(), gauge.Value[2].GetDouble()));
        return data;
    }
}
