using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>
/// Steps over JSON of exactly the shape that a program writes. What does not fit, valid or not, is left to a reader of any
/// JSON: these are only the short way for what comes by the million. Each step that fails leaves the text as it is.
/// </summary>
internal static class PlainJson
{
    // Beyond these a division would round twice.
    private const long MaxExactMantissa = 1L << 53;

    // No field: in code that is compiled before the class was used, each look at one would be a call.
    private static ReadOnlySpan<double> PowersOfTen =>
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16];

    /// <summary>Passes these bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TrySkip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected))
            return false;
        rest = rest[expected.Length..];
        return true;
    }

    /// <summary>Takes what stands up to the next quote, which is passed; false where anything in it is escaped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryTakeText(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        var end = ByteScan.IndexOf(rest, (byte)'"', (byte)'\\');
        text = default;
        if (end == rest.Length || rest[end] != '"')
            return false;
        text = rest[..end];
        rest = rest[(end + 1)..];
        return true;
    }

    /// <summary>Takes a number of up to about 15 digits, without an exponent.</summary>
    /// <remarks>
    /// Such a decimal is a quotient of two numbers that a double holds exactly, so one division rounds it correctly
    /// (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryTakeShortNumber(ref ReadOnlySpan<byte> rest, out double value)
    {
        value = 0;
        var negative = !rest.IsEmpty && rest[0] == '-';
        var start = negative ? 1 : 0;
        var (mantissa, at) = (0L, start);
        TakeDigits(rest, ref at, ref mantissa);
        var (whole, decimals) = (at - start, 0);
        if (at < rest.Length && rest[at] == '.')
        {
            at++;
            decimals = TakeDigits(rest, ref at, ref mantissa);
            if (decimals == 0)
                return false;
        }

        if (whole == 0 || (whole > 1 && rest[start] == '0') || mantissa > MaxExactMantissa)
            return false;
        value = decimals == 0 ? mantissa : mantissa / PowersOfTen[decimals];
        if (negative)
            value = -value;
        rest = rest[at..];
        return true;
    }

    /// <summary>Takes a whole number of up to 18 digits that a comma or the end of an object or array follows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryTakeInteger(ref ReadOnlySpan<byte> rest, out long value)
    {
        value = 0;
        var start = !rest.IsEmpty && rest[0] == '-' ? 1 : 0;
        var at = start;
        for (; at < rest.Length && at - start < 19 && (uint)(rest[at] - '0') is <= 9 and var digit; at++)
            value = (value * 10) + digit;
        if (at == start || at - start > 18 || (rest[start] == '0' && at > start + 1) || at == rest.Length || rest[at] is not ((byte)',' or (byte)'}' or (byte)']'))
            return false;
        if (start == 1)
            value = -value;
        rest = rest[at..];
        return true;
    }

    // As many as a mantissa may have with its sign and point; how many there were.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TakeDigits(ReadOnlySpan<byte> text, ref int at, ref long mantissa)
    {
        var from = at;
        for (; at < text.Length && at < 17 && (uint)(text[at] - '0') is <= 9 and var digit; at++)
            mantissa = (mantissa * 10) + digit;
        return at - from;
    }

    /// <summary>Takes any finite number that a comma or the end of an object follows.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryTakeNumber(ref ReadOnlySpan<byte> rest, out double value)
    {
        var after = rest;
        if (TryTakeShortNumber(ref after, out value) && after is [(byte)',' or (byte)'}', ..])
        {
            rest = after;
            return true;
        }

        var end = ByteScan.IndexOf(rest, (byte)',', (byte)'}');
        if (end == rest.Length)
            return false;
        var reader = new Utf8JsonReader(rest[..end]);
        if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out value) || !double.IsFinite(value) || reader.BytesConsumed != end)
            return false;
        rest = rest[end..];
        return true;
    }
}
