using System.Buffers;
using System.IO.Compression;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>
/// A metric set as a file: compact JSON with a version, plain or gzipped (<c>metrics_&lt;i&gt;.json.gz</c>). What is read back is
/// equal to what was written to the last bit, and equal sets give equal bytes.
/// </summary>
/// <remarks>
/// The buckets of a sketch are a string of counts; a count that does not belong to the next bucket is led by the distance
/// from the one before (from -1 at first) and a colon. A sum is the number of its lowest limb, then its limbs of 32 bits
/// (see <see cref="ExactSum"/>). A trend over 2,000 buckets takes less than 10 KB.
/// </remarks>
public static class MetricSetJson
{
    /// <summary>The version of the format that is written; others are not read.</summary>
    public const int Version = 1;

    /// <summary>The largest file that is read, after unpacking: 64 MiB, some hundred times the size of a large test's.</summary>
    public const int MaxBytes = 64 << 20;

    /// <summary>A set as JSON in UTF-8.</summary>
    public static byte[] Serialize(MetricSet set) => Serialize(set, withSeries: true);

    /// <summary>A set without its course over time, which is most of it, as JSON in UTF-8.</summary>
    public static byte[] SerializeWithoutSeries(MetricSet set) => Serialize(set, withSeries: false);

    /// <summary>A set as gzipped JSON.</summary>
    public static byte[] SerializeGzip(MetricSet set)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(Serialize(set));
        return packed.ToArray();
    }

    /// <summary>Reads a set, plain or gzipped, whichever it is.</summary>
    /// <exception cref="FormatException">The content is no metric set, or damaged, or too large; the message says what is wrong.</exception>
    public static MetricSet Deserialize(ReadOnlyMemory<byte> content) => Deserialize(content, unneeded: null);

    /// <summary>The same for who reads hundreds of them one after the other.</summary>
    /// <param name="content">The set.</param>
    /// <param name="unneeded">The course over time of a set that was read before, of which nothing is needed any longer; null for none.</param>
    internal static MetricSet Deserialize(ReadOnlyMemory<byte> content, TimeSeries? unneeded)
    {
        try
        {
            var json = IsGzip(content.Span) ? Unpack(content) : content;
            if (json.Length > MaxBytes)
                throw TooLarge();
            return MetricSetReader.Read(json.Span, wanted: null, out _, unneeded);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    /// <summary>
    /// Reads some metrics of a set, with their submetrics; what else there is, is passed over, and not checked. Their
    /// distributions stay packed until more is added to them, for who keeps hundreds of sets only to merge them.
    /// </summary>
    /// <param name="json">Begins with the set, plain.</param>
    /// <param name="wanted">Tells by a metric's name whether it is wanted.</param>
    /// <param name="memory">Memory for their distributions.</param>
    /// <param name="length">How long it is, in bytes.</param>
    /// <exception cref="FormatException">It is no metric set, or damaged; the message says what is wrong.</exception>
    internal static MetricSet Deserialize(ReadOnlySpan<byte> json, Func<string, bool> wanted, PackedMemory memory, out int length)
    {
        try
        {
            return MetricSetReader.Read(json, wanted, out length, memory: memory);
        }
        catch (Exception e) when (IsDamage(e))
        {
            throw Damaged(e);
        }
    }

    private static byte[] Serialize(MetricSet set, bool withSeries)
    {
        var buffer = new ArrayBufferWriter<byte>(64 << 10);
        using (var json = new Utf8JsonWriter(buffer))
            new MetricSetWriter(json).Write(set, withSeries);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>True for what comes of content that is damaged: <see cref="Utf8JsonReader"/> reports wrong kinds of values and broken UTF-8 as <see cref="InvalidOperationException"/>.</summary>
    internal static bool IsDamage(Exception e) => e is JsonException or InvalidDataException or InvalidOperationException or FormatException or ArgumentException or OverflowException;

    private static FormatException Damaged(Exception e) => new($"This is no metrics file of LoadTestAz, or it is damaged: {e.Message}", e);

    private static bool IsGzip(ReadOnlySpan<byte> content) => content.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]);

    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> content)
    {
        using var gzip = new GZipStream(new MemoryStream(content.ToArray(), writable: false), CompressionMode.Decompress);
        var unpacked = new ArrayBufferWriter<byte>(Math.Max(4096, content.Length * 4));
        while (true)
        {
            var read = gzip.Read(unpacked.GetSpan(64 << 10));
            if (read == 0)
                return unpacked.WrittenMemory;
            unpacked.Advance(read);
            if (unpacked.WrittenCount > MaxBytes)
                throw TooLarge();
        }
    }

    private static InvalidDataException TooLarge() => new($"it is larger than {MaxBytes >> 20} MiB.");
}
