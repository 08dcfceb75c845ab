using System.Text;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>
/// Reads what k6's OpenTelemetry output sends: an ExportMetricsServiceRequest with sums, gauges and exponential histograms
/// of delta temporality. It takes all of a request, or nothing of it.
/// </summary>
/// <seealso href="https://github.com/open-telemetry/opentelemetry-proto/blob/v1.5.0/opentelemetry/proto/metrics/v1/metrics.proto"/>
internal static class OtlpReader
{
    /// <summary>How many points a request may have; k6 sends one for each metric and set of tags.</summary>
    public const int MaxPoints = 1_000_000;

    private const ulong Delta = 1;

    /// <summary>The points of a request.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a kind that k6 does not send as it is called here.</exception>
    public static List<OtlpPoint> Read(ReadOnlySpan<byte> request)
    {
        var points = new List<OtlpPoint>();
        Each(request, 1, points, static (resource, all) => Each(resource, 2, all, static (scope, of) => Each(scope, 2, of, ReadMetric)));
        return points;
    }

    private delegate void Part(ReadOnlySpan<byte> part, List<OtlpPoint> points);

    // A message of which only one field matters, which may come any number of times.
    private static void Each(ReadOnlySpan<byte> message, int wanted, List<OtlpPoint> points, Part read)
    {
        var reader = new ProtobufReader(message);
        while (reader.NextField() is > 0 and var field)
        {
            if (field == wanted)
                read(reader.ReadBytes(), points);
            else
                reader.Skip();
        }
    }

    private static void ReadMetric(ReadOnlySpan<byte> metric, List<OtlpPoint> points)
    {
        var (name, unit, kind) = ("", "", 0);
        ReadOnlySpan<byte> data = default;
        var reader = new ProtobufReader(metric);
        while (reader.NextField() is > 0 and var field)
        {
            switch (field)
            {
                case 1:
                    name = Text(reader.ReadBytes());
                    break;
                case 3:
                    unit = Text(reader.ReadBytes());
                    break;
                case 5 or 7 or 9 or 10 or 11:
                    kind = field;
                    data = reader.ReadBytes();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        // A gauge has no temporality; of the others, cumulative numbers would be counted again and again.
        if (kind is 9 or 11)
            throw new InvalidDataException($"'{name}' is no exponential histogram");
        if (kind is 7 or 10 && TemporalityOf(data) != Delta)
            throw new InvalidDataException($"'{name}' is not of delta temporality");
        Each(data, 1, points, (point, all) =>
        {
            if (all.Count >= MaxPoints)
                throw new InvalidDataException($"there are more than {MaxPoints} points");
            all.Add(kind == 10 ? ReadHistogram(point, name, unit) : ReadNumber(point, name, unit, kind == 5));
        });
    }

    private static ulong TemporalityOf(ReadOnlySpan<byte> data)
    {
        var temporality = 0UL;
        var reader = new ProtobufReader(data);
        while (reader.NextField() is > 0 and var field)
        {
            if (field == 2)
                temporality = reader.ReadVarint();
            else
                reader.Skip();
        }

        return temporality;
    }

    private static OtlpPoint ReadNumber(ReadOnlySpan<byte> point, string name, string unit, bool isGauge)
    {
        var (value, isWhole) = (0.0, false);
        var tags = new List<KeyValuePair<string, string>>();
        Span<ulong> times = stackalloc ulong[2];
        var reader = new ProtobufReader(point);
        while (reader.NextField() is > 0 and var field)
        {
            if (field is 2 or 3)
                times[field - 2] = reader.ReadFixed64();
            else if (field == 4)
                (value, isWhole) = (reader.ReadDouble(), false);
            else if (field == 6)
                (value, isWhole) = ((long)reader.ReadFixed64(), true);
            else if (field == 7)
                ReadTag(reader.ReadBytes(), tags);
            else
                reader.Skip();
        }

        if (isWhole && value is not (>= 0 and <= OtlpHistogram.MaxCount))
            throw new InvalidDataException($"a count of '{name}' is out of range");
        return new OtlpPoint(name, unit, isGauge ? OtlpKind.Gauge : isWhole ? OtlpKind.Count : OtlpKind.Sum, TagSet.Of(tags), Instant(times[0]), Instant(times[1]), value);
    }

    private static OtlpPoint ReadHistogram(ReadOnlySpan<byte> point, string name, string unit)
    {
        // Numbers of 64 bits, whole or not, by the number of their field.
        Span<ulong> numbers = stackalloc ulong[14];
        numbers[5] = numbers[12] = numbers[13] = BitConverter.DoubleToUInt64Bits(double.NaN);
        var scale = 0;
        var buckets = new[] { (Offset: 0, Counts: (List<long>)[]), (Offset: 0, Counts: (List<long>)[]) };
        var tags = new List<KeyValuePair<string, string>>();
        var reader = new ProtobufReader(point);
        while (reader.NextField() is > 0 and var field)
        {
            if (field is 2 or 3 or 4 or 5 or 7 or 12 or 13)
                numbers[field] = reader.ReadFixed64();
            else if (field == 1)
                ReadTag(reader.ReadBytes(), tags);
            else if (field == 6)
                scale = reader.ReadSigned();
            else if (field is 8 or 9)
                buckets[field - 8] = ReadBuckets(reader.ReadBytes());
            else
                reader.Skip();
        }

        var histogram = new OtlpHistogram
        {
            Count = CountOf(numbers[4]), Zeros = CountOf(numbers[7]), Scale = scale,
            Sum = BitConverter.UInt64BitsToDouble(numbers[5]), Min = BitConverter.UInt64BitsToDouble(numbers[12]), Max = BitConverter.UInt64BitsToDouble(numbers[13]),
            PositiveOffset = buckets[0].Offset, Positive = buckets[0].Counts, NegativeOffset = buckets[1].Offset, Negative = buckets[1].Counts,
        };
        return histogram.IsSound()
            ? new OtlpPoint(name, unit, OtlpKind.Histogram, TagSet.Of(tags), Instant(numbers[2]), Instant(numbers[3]), 0, histogram)
            : throw new InvalidDataException($"a histogram of '{name}' contradicts itself");
    }

    // One that nobody can have counted is told by the check.
    private static long CountOf(ulong number) => number > long.MaxValue ? -1 : (long)number;

    private static (int Offset, List<long> Counts) ReadBuckets(ReadOnlySpan<byte> buckets)
    {
        var (offset, counts) = (0, new List<long>());
        var reader = new ProtobufReader(buckets);
        while (reader.NextField() is > 0 and var field)
        {
            if (field == 1)
                offset = reader.ReadSigned();
            else if (field == 2)
                reader.ReadCounts(counts, OtlpHistogram.MaxBuckets);
            else
                reader.Skip();
        }

        return (offset, counts);
    }

    // k6's tags are texts; the SDK has one flag of its own, otel.metric.overflow.
    private static void ReadTag(ReadOnlySpan<byte> pair, List<KeyValuePair<string, string>> tags)
    {
        var (key, value) = ("", (string?)null);
        var reader = new ProtobufReader(pair);
        while (reader.NextField() is > 0 and var field)
        {
            if (field == 1)
                key = Text(reader.ReadBytes());
            else if (field == 2)
                value = ReadValue(reader.ReadBytes());
            else
                reader.Skip();
        }

        if (value is not null)
            tags.Add(new(key, value));
    }

    private static string? ReadValue(ReadOnlySpan<byte> value)
    {
        string? text = null;
        var reader = new ProtobufReader(value);
        while (reader.NextField() is > 0 and var field)
        {
            if (field == 1)
                text = Text(reader.ReadBytes());
            else if (field == 2)
                text = reader.ReadVarint() == 0 ? "false" : "true";
            else
                reader.Skip();
        }

        return text;
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    // 64 bits of nanoseconds end in the year 2554.
    private static DateTimeOffset Instant(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / TimeSpan.NanosecondsPerTick));
}
