using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using LoadTestAz.Merging.K6;

namespace LoadTestAz.Metrics;

/// <summary>
/// Goes through a metrics file step by step. A plain one has nothing between its tokens, as <see cref="MetricSetWriter"/> writes it, and
/// is read by <see cref="PlainJson"/>; any other is read by <see cref="Utf8JsonReader"/>, which says what is wrong, and where.
/// </summary>
/// <remarks>
/// In a new process <see cref="Utf8JsonReader"/> looks for the end of each string by code that was not compiled ahead and is not
/// optimised yet: that was a sixth of the time that a thousand metrics files took.
/// </remarks>
internal ref struct MetricJson
{
    private readonly bool _isPlain;
    private readonly int _length;
    private ReadOnlySpan<byte> _rest;
    private Utf8JsonReader _any;

    // Nothing of the object or array was read yet.
    private bool _isFirst;

    /// <summary>Before the first token.</summary>
    public MetricJson(ReadOnlySpan<byte> utf8, bool isPlain)
    {
        (_isPlain, _length) = (isPlain, utf8.Length);
        _rest = utf8;
        if (!isPlain)
            _any = new Utf8JsonReader(utf8);
    }

    /// <summary>How many bytes were read.</summary>
    public readonly int Consumed => _isPlain ? _length - _rest.Length : (int)_any.BytesConsumed;

    /// <summary>Goes to the value of the member whose name was read.</summary>
    public void ReadValue()
    {
        if (!_isPlain)
            _any.Read();
    }

    /// <summary>Goes into the object that comes next.</summary>
    public void ReadObjectStart()
    {
        ReadValue();
        RequireObject();
    }

    /// <summary>Goes into the value, or the item of an array, that was reached; it is to be an object.</summary>
    public void RequireObject() => Enter((byte)'{', JsonTokenType.StartObject, "an object");

    /// <summary>Goes into the array that comes next.</summary>
    public void ReadArrayStart()
    {
        ReadValue();
        Enter((byte)'[', JsonTokenType.StartArray, "an array");
    }

    /// <summary>Goes to the next item of the array; false at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool ReadItem()
    {
        if (_isPlain)
            return !TryEnd((byte)']');
        _any.Read();
        return _any.TokenType != JsonTokenType.EndArray;
    }

    /// <summary>The name of the next member of the object, or null at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public string? ReadName()
    {
        if (_isPlain)
        {
            if (TryEnd((byte)'}'))
                return null;
            var written = TakeString(out var isEscaped);
            Take((byte)':');
            return (isEscaped ? null : Known(written[1..^1])) ?? TextOf(written, isEscaped);
        }

        _any.Read();
        return _any.TokenType == JsonTokenType.EndObject ? null : (_any.ValueIsEscaped ? null : Known(_any.ValueSpan)) ?? _any.GetString();
    }

    /// <summary>A string.</summary>
    public string ReadText()
    {
        if (_isPlain)
            return TextOf(TakeString(out var isEscaped), isEscaped);
        _any.Read();
        Require(JsonTokenType.String, "a string");
        return _any.GetString()!;
    }

    /// <summary>The bytes of a string in which nothing is escaped.</summary>
    public ReadOnlySpan<byte> ReadAscii()
    {
        if (_isPlain)
            return TakeString(out var isEscaped)[1..^1] is var text && !isEscaped ? text : throw Wrong("numbers in a string");
        _any.Read();
        Require(JsonTokenType.String, "a string");
        return _any.ValueIsEscaped ? throw Wrong("numbers in a string") : _any.ValueSpan;
    }

    /// <summary>A whole number that is not negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long ReadCount()
    {
        ReadValue();
        return ReadInteger() is >= 0 and var count ? count : throw Wrong("a count");
    }

    /// <summary>A whole number: the item of an array, or after its name.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long ReadInteger()
    {
        if (_isPlain)
            return PlainJson.TryTakeInteger(ref _rest, out var integer) ? integer : throw Wrong("a whole number");
        Require(JsonTokenType.Number, "a number");
        return _any.TryGetInt64(out var count) ? count : throw Wrong("a whole number");
    }

    /// <summary>A number in the range of a double.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double ReadFinite()
    {
        if (_isPlain)
            return PlainJson.TryTakeNumber(ref _rest, out var number) ? number : throw Wrong("a number");
        _any.Read();
        Require(JsonTokenType.Number, "a number");
        return _any.TryGetDouble(out var value) && double.IsFinite(value) ? value : throw Wrong("a number in the range of a double");
    }

    public bool ReadBoolean()
    {
        if (_isPlain)
            return PlainJson.TrySkip(ref _rest, "true"u8) || (PlainJson.TrySkip(ref _rest, "false"u8) ? false : throw Wrong("true or false"));
        _any.Read();
        return _any.TokenType is JsonTokenType.True or JsonTokenType.False ? _any.GetBoolean() : throw Wrong("true or false");
    }

    /// <summary>An instant, as ticks of UTC.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long ReadTicks()
    {
        if (_isPlain)
            return TryParseTime(ReadAscii(), out var ticks) ? ticks : throw Wrong("a time");
        _any.Read();
        Require(JsonTokenType.String, "a time");
        return _any.TryGetDateTimeOffset(out var time) ? time.UtcTicks : throw Wrong("a time in ISO 8601");
    }

    /// <summary>A time as <see cref="MetricSetWriter"/> writes it; what else the library takes for one is left to it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParseTime(ReadOnlySpan<byte> text, out long utcTicks)
    {
        utcTicks = 0;
        return text.Length <= "2026-11-23T00:29:56.8510000+00:00".Length && text.Length > 10 && text[10] == 'T' && text.EndsWith("+00:00"u8) && K6Time.TryParse(text, out utcTicks);
    }

    /// <summary>Passes what a name stands for.</summary>
    public void Skip()
    {
        if (!_isPlain)
        {
            _any.Skip();
            return;
        }

        if (_rest is [(byte)'"', ..])
        {
            var written = TakeString(out var isEscaped);
            if (!IsLetters(written, isEscaped))
                TextOf(written, isEscaped); // which checks it
            return;
        }

        var value = new Utf8JsonReader(_rest, isFinalBlock: false, state: default);
        if (!value.Read() || !value.TrySkip())
            throw Wrong("a value");
        _rest = _rest[(int)value.BytesConsumed..];
    }

    /// <summary>Takes all that is left of a plain file.</summary>
    public bool TryTakeRest(out ReadOnlySpan<byte> rest)
    {
        rest = _rest;
        if (_isPlain)
            _rest = default;
        return _isPlain;
    }

    /// <summary>Checks that nothing comes any more.</summary>
    public void RequireEnd()
    {
        if (_isPlain ? !_rest.IsEmpty : _any.Read())
            throw new JsonException("there is more after the end.");
    }

    // The names that a metrics file has by the thousand: no text is made for them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static string? Known(ReadOnlySpan<byte> written) => written.Length switch
    {
        3 => written.SequenceEqual("sum"u8) ? "sum" : written.SequenceEqual("min"u8) ? "min" : written.SequenceEqual("max"u8) ? "max" : null,
        4 => written.SequenceEqual("name"u8) ? "name" : written.SequenceEqual("type"u8) ? "type" : null,
        5 => written.SequenceEqual("start"u8) ? "start" : written.SequenceEqual("zeros"u8) ? "zeros" : written.SequenceEqual("fails"u8) ? "fails" : null,
        6 => written.SequenceEqual("passes"u8) ? "passes" : null,
        7 => written.SequenceEqual("samples"u8) ? "samples" : written.SequenceEqual("buckets"u8) ? "buckets" : null,
        8 => written.SequenceEqual("contains"u8) ? "contains" : written.SequenceEqual("requests"u8) ? "requests" : written.SequenceEqual("dataSent"u8) ? "dataSent" : written.SequenceEqual("failures"u8) ? "failures" : null,
        9 => written.SequenceEqual("vuSeconds"u8) ? "vuSeconds" : null,
        10 => written.SequenceEqual("iterations"u8) ? "iterations" : null,
        12 => written.SequenceEqual("dataReceived"u8) ? "dataReceived" : null,
        _ => null,
    };

    // What is not plain letters is checked and understood by the library.
    private static string TextOf(ReadOnlySpan<byte> written, bool isEscaped)
    {
        if (IsLetters(written, isEscaped))
            return Encoding.ASCII.GetString(written[1..^1]);
        var text = new Utf8JsonReader(written);
        text.Read();
        return text.GetString()!;
    }

    private static bool IsLetters(ReadOnlySpan<byte> written, bool isEscaped) => !isEscaped && !written.ContainsAnyExceptInRange((byte)' ', (byte)'~');

    private void Enter(byte start, JsonTokenType token, string expected)
    {
        if (_isPlain)
            Take(start);
        else
            Require(token, expected);
        _isFirst = true;
    }

    // At the end of the object or array, or passes the comma before the next of its values.
    private bool TryEnd(byte end)
    {
        var isFirst = _isFirst;
        _isFirst = false;
        if (_rest.IsEmpty)
            throw Wrong("more");
        if (_rest[0] == end)
        {
            _rest = _rest[1..];
            return true;
        }

        if (!isFirst)
            Take((byte)',');
        return false;
    }

    private void Take(byte expected)
    {
        if (_rest.IsEmpty || _rest[0] != expected)
            throw Wrong($"'{(char)expected}'");
        _rest = _rest[1..];
    }

    // With its quotes.
    private ReadOnlySpan<byte> TakeString(out bool isEscaped)
    {
        var text = _rest;
        Take((byte)'"');
        isEscaped = false;
        for (var at = 1; at < text.Length; at += 2)
        {
            at += ByteScan.IndexOf(text[at..], (byte)'"', (byte)'\\');
            if (at < text.Length && text[at] == '"')
            {
                _rest = text[(at + 1)..];
                return text[..(at + 1)];
            }

            isEscaped = true;
        }

        throw Wrong("the end of a string");
    }

    private readonly void Require(JsonTokenType token, string expected)
    {
        if (_any.TokenType != token)
            throw Wrong(expected);
    }

    private readonly JsonException Wrong(string expected) => new($"at byte {_any.TokenStartIndex} there should be {expected}.");
}
