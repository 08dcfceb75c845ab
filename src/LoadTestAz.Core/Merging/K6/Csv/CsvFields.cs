using System.Text;

namespace LoadTestAz.Merging.K6.Csv;

/// <summary>Cuts a record of a CSV file into its fields, as RFC 4180 has them and Go's writer writes them.</summary>
internal ref struct CsvFields(ReadOnlySpan<byte> record)
{
    private ReadOnlySpan<byte> _rest = record;
    private bool _ended;

    /// <summary>The field as it is written, without the quotes around it.</summary>
    public ReadOnlySpan<byte> Current { get; private set; }

    /// <summary>True when quotes within the field are doubled.</summary>
    public bool IsQuoted { get; private set; }

    /// <summary>What comes behind the field and its comma.</summary>
    public readonly ReadOnlySpan<byte> Rest => _rest;

    /// <summary>Goes on to the next field; false at the end, or when a quoted field does not end properly.</summary>
    public bool MoveNext()
    {
        if (_ended)
            return false;
        IsQuoted = _rest is [(byte)'"', ..];
        return IsQuoted ? TakeQuoted() : Take(_rest.IndexOf((byte)','));
    }

    /// <summary>The field's text.</summary>
    public readonly string GetText()
    {
        var text = Encoding.UTF8.GetString(Current);
        return IsQuoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    private bool TakeQuoted()
    {
        var end = 1;
        while (true)
        {
            var quote = _rest[end..].IndexOf((byte)'"');
            if (quote < 0)
                return false;
            end += quote + 1;
            if (end == _rest.Length || _rest[end] == ',')
                break;
            if (_rest[end++] != '"')
                return false;
        }

        Current = _rest[1..(end - 1)];
        _ended = end == _rest.Length;
        _rest = _rest[(_ended ? end : end + 1)..];
        return true;
    }

    private bool Take(int comma)
    {
        _ended = comma < 0;
        Current = _ended ? _rest : _rest[..comma];
        _rest = _ended ? default : _rest[(comma + 1)..];
        return true;
    }
}
