using System.Globalization;
using System.Text;
using LoadTestAz.Merging.K6;
using LoadTestAz.Merging.K6.Csv;

namespace LoadTestAz.Merging.Inputs;

/// <summary>
/// The first samples of a raw file, in one form for JSON and CSV. k6 writes the same samples into both in one order, and
/// measures times to the nanosecond, so that two files that begin alike are of one worker.
/// </summary>
internal sealed class RawBeginning
{
    private const int MaxSamples = 16;

    // One value may be the same for two workers, as a layout shift is.
    private const int MinSamples = 2;

    private readonly HashSet<string> _samples = new(StringComparer.Ordinal);

    private RawBeginning()
    {
    }

    /// <summary>The samples as texts.</summary>
    public IReadOnlyCollection<string> Samples => _samples;

    /// <summary>Of JSON lines; null when there is too little to tell files apart.</summary>
    public static RawBeginning? OfJson(ReadOnlySpan<byte> text)
    {
        var parser = new K6LineParser(new K6MetricTable(), new TagSetCache(JsonTags.Parse));
        var beginning = new RawBeginning();
        while (!beginning.IsFull && TakeLine(ref text, out var line))
        {
            if (parser.Parse(line, out var point) is K6LineKind.Point)
                beginning.Add(point.Metric.Name, point.UtcTicks, point.Value);
        }

        return beginning.OrNull();
    }

    /// <summary>Of a CSV with its header; null when there is too little to tell files apart.</summary>
    public static RawBeginning? OfCsv(ReadOnlySpan<byte> text, CsvFormat format)
    {
        var beginning = new RawBeginning();
        while (!beginning.IsFull && TakeLine(ref text, out var line))
        {
            if (format.TryCut(line, out var name, out var time, out var value, out _) && CsvTime.TryParse(time, out var ticks) && CsvFormat.TryParseNumber(value, out var number))
                beginning.Add(Encoding.UTF8.GetString(name), ticks, number);
        }

        return beginning.OrNull();
    }

    /// <summary>True when both are of one worker. Half of the samples will do: JSON leaves out what is not finite, and somebody may have filtered one.</summary>
    public bool IsSameAs(RawBeginning other) =>
        2 * _samples.Count(other._samples.Contains) >= Math.Max(Math.Min(_samples.Count, other._samples.Count), MinSamples);

    private bool IsFull => _samples.Count == MaxSamples;

    private RawBeginning? OrNull() => _samples.Count < MinSamples ? null : this;

    // Whole numbers are the same everywhere.
    private void Add(string metric, long utcTicks, double value)
    {
        if (double.IsFinite(value) && value != Math.Floor(value))
            _samples.Add(string.Create(CultureInfo.InvariantCulture, $"{metric} {utcTicks / TimeSpan.TicksPerSecond} {value:F6}"));
    }

    private static bool TakeLine(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        var end = text.IndexOf((byte)'\n');
        line = end < 0 ? default : text[..end].TrimEnd((byte)'\r');
        text = end < 0 ? default : text[(end + 1)..];
        return end >= 0;
    }
}
