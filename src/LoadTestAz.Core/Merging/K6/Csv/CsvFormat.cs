using System.Buffers.Text;
using System.Text;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Csv;

/// <summary>What the columns of a CSV file mean, as its header says: the script decides which tags have one.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/output/csv/output.go"/>
internal sealed class CsvFormat
{
    private const string NameColumn = "metric_name";
    private const string TimeColumn = "timestamp";
    private const string ValueColumn = "metric_value";
    private const string ExtraTagsColumn = "extra_tags";
    private const string MetadataColumn = "metadata";

    private readonly string[] _columns;

    private CsvFormat(string[] columns) => _columns = columns;

    /// <summary>True when name, time and value come first and in this order, as k6 writes them.</summary>
    public bool IsStandard => _columns is [NameColumn, TimeColumn, ValueColumn, ..];

    /// <summary>True when k6 made its submetric of expected responses, of which a CSV says nothing else.</summary>
    public bool TellsExpectedResponses => _columns.Contains(BuiltInMetrics.ExpectedResponses.Tags.Pairs[0].Key);

    /// <summary>The format that a first line tells; null when the line is no header of k6's.</summary>
    public static CsvFormat? TryParse(ReadOnlySpan<byte> line)
    {
        var columns = new List<string>();
        var fields = new CsvFields(line);
        while (fields.MoveNext())
            columns.Add(fields.GetText().Trim());
        return new[] { NameColumn, TimeColumn, ValueColumn }.All(c => columns.Count(x => x == c) == 1) ? new CsvFormat([.. columns]) : null;
    }

    /// <summary>True when the line is this header once more, as where files were put together.</summary>
    public bool IsHeader(ReadOnlySpan<byte> line) => line.StartsWith(Encoding.UTF8.GetBytes(_columns[0])) && TryParse(line)?._columns.SequenceEqual(_columns) == true;

    /// <summary>The fields of a record that are not tags, and what comes behind the last of them.</summary>
    public bool TryCut(ReadOnlySpan<byte> record, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> time, out ReadOnlySpan<byte> value, out ReadOnlySpan<byte> rest)
    {
        name = time = value = rest = default;
        var fields = new CsvFields(record);
        for (var (column, found) = (0, 0); found < 3; column++)
        {
            if (column == _columns.Length || !fields.MoveNext())
                return false;
            switch (_columns[column])
            {
                case NameColumn:
                    name = fields.Current;
                    found++;
                    break;
                case TimeColumn:
                    time = fields.Current;
                    found++;
                    break;
                case ValueColumn:
                    value = fields.Current;
                    found++;
                    break;
            }
        }

        rest = fields.Rest;
        return true;
    }

    /// <summary>The tags of a record; null when it has more or fewer fields than the header.</summary>
    /// <param name="fieldsFrom">The record's fields from one column on.</param>
    /// <param name="column">That column, 0-based.</param>
    public TagSet? ParseTags(ReadOnlySpan<byte> fieldsFrom, int column)
    {
        var tags = new List<KeyValuePair<string, string>>();
        var fields = new CsvFields(fieldsFrom);
        for (; fields.MoveNext(); column++)
        {
            if (column == _columns.Length)
                return null;

            // k6 leaves the fields of tags empty that a sample does not have.
            if (_columns[column] is NameColumn or TimeColumn or ValueColumn or MetadataColumn || fields.Current.IsEmpty)
                continue;
            if (_columns[column] == ExtraTagsColumn)
                AddExtra(fields.GetText(), tags);
            else
                tags.Add(new(_columns[column], fields.GetText()));
        }

        return column == _columns.Length ? TagSet.Of(tags) : null;
    }

    // a=1&b=2 in any order, and nothing is escaped: what has no '=' belongs to the value before.
    private static void AddExtra(string text, List<KeyValuePair<string, string>> tags)
    {
        var first = tags.Count;
        foreach (var part in text.Split('&'))
        {
            var equals = part.IndexOf('=');
            if (equals > 0)
                tags.Add(new(part[..equals], part[(equals + 1)..]));
            else if (tags.Count > first)
                tags[^1] = new(tags[^1].Key, $"{tags[^1].Value}&{part}");
        }
    }

    /// <summary>
    /// Whether a record in k6's own layout begins here: a name, a time and a number. A tag may hold line ends, so that a
    /// line need not be a record.
    /// </summary>
    public static bool LooksLikeRecord(ReadOnlySpan<byte> line)
    {
        var name = line.IndexOf((byte)',');
        if (name is < 1 or > 128 || line[0] is (byte)'"')
            return false;
        line = line[(name + 1)..];
        var time = line.IndexOf((byte)',');
        if (time is < 1 or > 40 || !CsvTime.TryParse(line[..time], out _))
            return false;
        line = line[(time + 1)..];
        return line.IndexOf((byte)',') is > 0 and < 400 and var value && TryParseNumber(line[..value], out _);
    }

    /// <summary>A number as k6 writes it; its NaN and infinities are numbers, too.</summary>
    public static bool TryParseNumber(ReadOnlySpan<byte> text, out double value)
    {
        if (Utf8Parser.TryParse(text, out value, out var length) && length == text.Length)
            return true;
        value = text.SequenceEqual("+Inf"u8) ? double.PositiveInfinity : text.SequenceEqual("-Inf"u8) ? double.NegativeInfinity : double.NaN;
        return !double.IsNaN(value) || text.SequenceEqual("NaN"u8);
    }

    /// <summary>The last line's end behind which a record begins; where none is to be seen, the last line's end.</summary>
    public static int LastRecord(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.LastIndexOf((byte)'\n') + 1;
        for (var at = end; at > 0; at = bytes[..(at - 1)].LastIndexOf((byte)'\n') + 1)
        {
            if (LooksLikeRecord(bytes[at..]))
                return at;
        }

        return end;
    }
}
