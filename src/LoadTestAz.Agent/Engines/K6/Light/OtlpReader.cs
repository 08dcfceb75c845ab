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
        var (start, time, value, isWhole) = (0UL, 0UL, 0.0, false);
        var tags = new List<KeyValuePair<string, string>>();
        var reader = new ProtobufReader(point);
        while (reader.NextField() is > 0 and var field)
        {
            switch (field)
            {
                case 2:
                    start = reader.ReadFixed64();
                    break;
                case 3:
                    time = reader.ReadFixed64();
                    break;
                case 4:
                    (value, isWhole) = (reader.ReadDouble(), false);
                    break;
                case 6:
                    (value, isWhole) = ((long)reader.ReadFixed64(), true);
                    break;
                case 7:
                    ReadTag(reader.ReadBytes(), tags);
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        if (isWhole && value is not (>= 0 and <= OtlpHistogram.MaxCount))
            throw new InvalidDataException($"a count of '{name}' is out of range");
        return new OtlpPoint(name, unit, isGauge ? OtlpKind.Gauge : isWhole ? OtlpKind.Count : OtlpKind.Sum, TagSet.Of(tags), Instant(start), Instant(time), value);
    }

    private static OtlpPoint ReadHistogram(ReadOnlySpan<byte> point, string name, string unit)
    {
        var (start, time, count, zeros) = (0UL, 0UL, 0UL, 0UL);
        var (sum, min, max, scale) = (double.NaN, double.NaN, double.NaN, 0);
        var (positive, negative) = ((Offset: 0, Counts: (List<long>)[]), (Offset: 0, Counts: (List<long>)[]));
        var tags = new List<KeyValuePair<string, string>>();
        var reader = new ProtobufReader(point);
        while (reader.NextField() is > 0 and var field)
        {
            switch (field)
            {
                case 1:
                    ReadTag(reader.ReadBytes(), tags);
                    break;
                case 2:
                    start = reader.ReadFixed64();
                    break;
                case 3:
                    time = reader.ReadFixed64();
                    break;
                case 4:
                    count = reader.ReadFixed64();
                    break;
                case 5:
                    sum = reader.ReadDouble();
                    break;
                case 6:
                    scale = reader.ReadSigned();
                    break;
                case 7:
                    zeros = reader.ReadFixed64();
                    break;
                case 8:
                    positive = ReadBuckets(reader.ReadBytes());
                    break;
                case 9:
                    negative = ReadBuckets(reader.ReadBytes());
                    break;
                case 12:
                    min = reader.ReadDouble();
                    break;
                case 13:
                    max = reader.ReadDouble();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        var histogram = new OtlpHistogram
        {
            Count = count > long.MaxValue ? -1 : (long)count, Sum = sum, Min = min, Max = max, Scale = scale, Zeros = zeros > long.MaxValue ? -1 : (long)zeros,
            PositiveOffset = positive.Offset, Positive = positive.Counts, NegativeOffset = negative.Offset, Negative = negative.Counts,
        };
        return histogram.IsSound()
            ? new OtlpPoint(name, unit, OtlpKind.Histogram, TagSet.Of(tags), Instant(start), Instant(time), 0, histogram)
            : throw new InvalidDataException($"a histogram of '{name}' contradicts itself");
    }

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
