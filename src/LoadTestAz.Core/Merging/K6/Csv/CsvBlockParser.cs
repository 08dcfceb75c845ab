using LoadTestAz.Merging.K6.Files;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Csv;

/// <summary>Reads blocks of k6's CSV output.</summary>
internal sealed class CsvBlockParser : IBlockParser
{
    // A record of k6's has some hundred bytes; this is for tags with line ends in them.
    private const int MaxRecordBytes = 64 << 10;

    private readonly CsvFormat _format;
    private readonly BlockMetrics _metrics;
    private readonly TagSetCache _tagSets;
    private readonly SampleBatch _batch;
    private readonly RecentTime _times = new(CsvTime.TryParse);

    public CsvBlockParser(CsvFormat format, FileMetrics file, MetricSet set)
    {
        _format = format;
        _metrics = new BlockMetrics(file, set);
        _tagSets = new TagSetCache(rest => format.ParseTags(rest, 3));
        _batch = new SampleBatch(new SetSink(set));
    }

    public long Points { get; private set; }

    public OddLineLog Odd { get; } = new();

    public bool Truncated { get; private set; }

    public void Parse(RawBlock block)
    {
        _metrics.Block = block.Index;
        switch (block.Kind)
        {
            case RawBlockKind.Lines:
                ParseLines(block.Content, block.FirstLine);
                break;
            case RawBlockKind.TooLong:
                Odd.Add(block.FirstLine, block.Content);
                break;
            default:
                // Without its end a record may be cut off, unless all of its fields are there.
                Truncated |= !TryParse(block.Content.TrimEnd((byte)'\r'));
                break;
        }

        _batch.Flush();
        _metrics.EndBlock();
    }

    private void ParseLines(ReadOnlySpan<byte> content, long number)
    {
        while (!content.IsEmpty)
        {
            var end = EndOfRecord(content, out var lines);
            var record = content[..end].TrimEnd("\r\n"u8);
            if (number == 1 && record.StartsWith("\ufeff"u8))
                record = record["\ufeff"u8.Length..];
            if (!record.IsEmpty && !TryParse(record) && !_format.IsHeader(record))
                Odd.Add(number, record);
            number += lines;
            content = content[end..];
        }
    }

    // Go's writer quotes a field that holds a line end. A quote that stays open is a damaged record of one line.
    private static int EndOfRecord(ReadOnlySpan<byte> content, out int lines)
    {
        var first = content.IndexOf((byte)'\n') + 1;
        lines = 1;
        var quotes = content[..first].Count((byte)'"');
        for (var end = first; quotes % 2 != 0 && end < content.Length && end < MaxRecordBytes;)
        {
            var line = content[end..];
            if (CsvFormat.LooksLikeRecord(line))
                break;
            var length = line.IndexOf((byte)'\n') + 1;
            quotes += line[..length].Count((byte)'"');
            end += length;
            lines++;
            if (quotes % 2 == 0)
                return end;
        }

        lines = 1;
        return first;
    }

    private bool TryParse(ReadOnlySpan<byte> record)
    {
        if (!_format.TryCut(record, out var name, out var time, out var text, out var rest)
            || !_times.TryParse(time, out var ticks) || !CsvFormat.TryParseNumber(text, out var value))
            return false;

        // In k6's own layout nothing but tags stands behind the value, and the same ones come again and again.
        var tags = _format.IsStandard ? _tagSets.Get(rest) : _format.ParseTags(record, 0);
        if (tags is null || _metrics.Find(name) is not { } metric)
            return false;
        _batch.Add(new K6Point(metric, ticks, value, tags));
        Points++;
        return true;
    }
}
