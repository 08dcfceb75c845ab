using System.Globalization;
using System.Text;
using LoadTestAz.Merging.K6;
using LoadTestAz.Merging.K6.Csv;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>
/// The first samples of a raw file, in one form for JSON and CSV. k6 writes the same samples into both in one order, and
/// times them to the nanosecond, so that two files that begin alike are of one worker.
/// </summary>
internal static class RawBeginning
{
    private const int Samples = 16;

    // Zeros and ones are the same everywhere.
    private const int TellingSamples = 2;

    /// <summary>Of JSON lines.</summary>
    public static string? OfJson(ReadOnlySpan<byte> text)
    {
        var parser = new K6LineParser(new K6MetricTable(), new TagSetCache(JsonTags.Parse));
        var found = new List<string>();
        var telling = 0;
        while (found.Count < Samples && TakeLine(ref text, out var line))
        {
            if (parser.Parse(line, out var point) is K6LineKind.Point)
                Add(found, ref telling, point.Metric.Name, point.UtcTicks, point.Value);
        }

        return Join(found, telling);
    }

    /// <summary>Of a CSV with its header.</summary>
    public static string? OfCsv(ReadOnlySpan<byte> text, CsvFormat format)
    {
        var found = new List<string>();
        var telling = 0;
        while (found.Count < Samples && TakeLine(ref text, out var line))
        {
            if (format.TryCut(line, out var name, out var time, out var value, out _) && CsvTime.TryParse(time, out var ticks) && CsvFormat.TryParseNumber(value, out var number))
                Add(found, ref telling, Encoding.UTF8.GetString(name), ticks, number);
        }

        return Join(found, telling);
    }

    // Only k6's own metrics: others need a declaration, which a CSV does not have. JSON leaves out what is not finite.
    private static void Add(List<string> found, ref int telling, string metric, long utcTicks, double value)
    {
        if (BuiltInMetrics.Find(metric) is null || !double.IsFinite(value))
            return;
        telling += value != Math.Floor(value) ? 1 : 0;
        found.Add(string.Create(CultureInfo.InvariantCulture, $"{metric} {utcTicks / TimeSpan.TicksPerSecond} {value:F6}"));
    }

    private static string? Join(List<string> found, int telling) => telling < TellingSamples ? null : string.Join('|', found);

    private static bool TakeLine(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        var end = text.IndexOf((byte)'\n');
        line = end < 0 ? default : text[..end].TrimEnd((byte)'\r');
        text = end < 0 ? default : text[(end + 1)..];
        return end >= 0;
    }
}
