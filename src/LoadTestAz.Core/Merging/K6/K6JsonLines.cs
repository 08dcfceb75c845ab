using System.Runtime.CompilerServices;
using System.Text;
using LoadTestAz.Ports;

namespace LoadTestAz.Merging.K6;

/// <summary>Takes the lines of k6's JSON output one by one, and puts their samples into a sink.</summary>
internal sealed class K6JsonLines
{
    private readonly OddLineLog _odd;
    private readonly SampleBatch _batch;
    private readonly K6PointScanner _scanner;
    private readonly K6LineParser _parser;
    private long _points;

    public K6JsonLines(ISampleSink sink, IMetricTable metrics, OddLineLog odd)
    {
        var tagSets = new TagSetCache(JsonTags.Parse);
        _odd = odd;
        _batch = new SampleBatch(sink);
        _scanner = new K6PointScanner(metrics, tagSets);
        _parser = new K6LineParser(metrics, tagSets);
    }

    /// <summary>How many samples went to the sink; may be looked at from other threads.</summary>
    public long Points => Volatile.Read(ref _points);

    /// <summary>Takes the lines that are none of the JSON output's; without it they count as odd.</summary>
    public Action<string>? ForeignLine { get; set; }

    /// <summary>Takes a line without its end.</summary>
    /// <param name="line">Its bytes.</param>
    /// <param name="number">1-based, within the stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<byte> line, long number)
    {
        if (_scanner.TryScan(line, out var point))
        {
            Add(point);
            return;
        }

        line = Trim(line, number);
        if (line.IsEmpty)
            return;
        switch (_parser.Parse(line, out point))
        {
            case K6LineKind.Point:
                Add(point);
                break;
            case K6LineKind.Foreign when ForeignLine is not null:
                ForeignLine(Encoding.UTF8.GetString(line));
                break;
            case K6LineKind.Foreign or K6LineKind.Odd:
                _odd.Add(number, line);
                break;
        }
    }

    /// <summary>
    /// Takes what stands behind the last line's end. k6 ends each line, so one without an end is cut off, unless it
    /// happens to be complete: other tools write so.
    /// </summary>
    /// <returns>False when it is cut off.</returns>
    public bool TryReadRest(ReadOnlySpan<byte> rest, long number)
    {
        var line = Trim(rest, number);
        if (line is [(byte)'{', ..] && _parser.Parse(line, out _) is K6LineKind.Odd or K6LineKind.Foreign)
            return false;
        Read(line, number);
        return true;
    }

    /// <summary>Hands over all samples that have come.</summary>
    public void Flush() => _batch.Flush();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(in K6Point point)
    {
        _batch.Add(point);
        Volatile.Write(ref _points, _points + 1);
    }

    // Blanks and a carriage return around it, and the mark that some Windows tools put before the first line.
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> line, long number)
    {
        var bom = Encoding.UTF8.Preamble;
        if (number == 1 && line.StartsWith(bom))
            line = line[bom.Length..];
        return line.Trim(" \t\r"u8);
    }
}
