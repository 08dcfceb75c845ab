using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>
/// Reads points of exactly the shape that k6 writes. Anything else, valid or not, is left to <see cref="K6LineParser"/>:
/// this is only the short way for nearly every line.
/// </summary>
/// <seealso href="https://github.com/grafana/k6/blob/v1.0.0/internal/output/json/wrapper.go"/>
internal sealed class K6PointScanner(IMetricTable metrics, TagSetCache tagSets)
{
    // Beyond these a division would round twice.
    private const long MaxExactMantissa = 1L << 53;

    private static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16];

    private readonly byte[] _time = new byte[40];
    private int _timeLength = -1;
    private long _ticks;

    /// <summary>The point of a line; false when the line needs the long way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryScan(ReadOnlySpan<byte> line, out K6Point point)
    {
        point = default;
        if (!TrySkip(ref line, "{\"metric\":\""u8) || !TryTakeText(ref line, out var name) || metrics.Find(name) is not { } metric
            || !TrySkip(ref line, ",\"type\":\"Point\",\"data\":{\"time\":\""u8) || !TryTakeText(ref line, out var time) || !TryTime(time, out var ticks)
            || !TrySkip(ref line, ",\"value\":"u8) || !TryTakeNumber(ref line, out var value)
            || !TrySkip(ref line, ",\"tags\":"u8) || !line.EndsWith("}}}"u8)
            || tagSets.TryGet(line[..^2]) is not { } tags)
            return false;
        point = new K6Point(metric, ticks, value, tags);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TrySkip(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> expected)
    {
        if (!rest.StartsWith(expected))
            return false;
        rest = rest[expected.Length..];
        return true;
    }

    // Up to the next quote, which is passed. An escaped quote ends it too early: such a name is not in the table.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryTakeText(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> text)
    {
        var end = rest.IndexOf((byte)'"');
        text = end < 0 ? default : rest[..end];
        if (end < 0 || text.Contains((byte)'\\'))
            return false;
        rest = rest[(end + 1)..];
        return true;
    }

    // A request's samples share their time: eight lines of nine need no parsing.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryTime(ReadOnlySpan<byte> text, out long ticks)
    {
        if (text.Length == _timeLength && text.SequenceEqual(_time.AsSpan(0, _timeLength)))
        {
            ticks = _ticks;
            return true;
        }

        if (text.Length > _time.Length || !K6Time.TryParse(text, out ticks))
        {
            ticks = 0;
            return false;
        }

        text.CopyTo(_time);
        (_timeLength, _ticks) = (text.Length, ticks);
        return true;
    }

    // A decimal of up to 15 digits is a quotient of two numbers that a double holds exactly, so one division rounds it
    // correctly (W. D. Clinger, How to Read Floating Point Numbers Accurately, 1990).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryTakeNumber(ref ReadOnlySpan<byte> rest, out double value)
    {
        value = 0;
        var negative = !rest.IsEmpty && rest[0] == '-';
        var start = negative ? 1 : 0;
        var at = start;
        var point = -1;
        long mantissa = 0;
        for (; at < rest.Length; at++)
        {
            var digit = (uint)(rest[at] - '0');
            if (digit <= 9 && at < 17)
                mantissa = (mantissa * 10) + digit;
            else if (rest[at] == '.' && point < 0 && at > start)
                point = at;
            else
                break;
        }

        var whole = (point < 0 ? at : point) - start;
        var decimals = point < 0 ? 0 : at - point - 1;
        var leadingZero = whole > 1 && rest[start] == '0';
        if (whole == 0 || (point >= 0 && decimals == 0) || leadingZero || mantissa > MaxExactMantissa)
            return false;
        value = mantissa / PowersOfTen[decimals];
        if (negative)
            value = -value;
        rest = rest[at..];
        return true;
    }
}
