using System.Runtime.CompilerServices;

namespace LoadTestAz.Merging.K6;

/// <summary>Reads times as k6 writes them: RFC 3339 with up to nine decimals, in UTC or with an offset.</summary>
/// <remarks>By hand: of the library's parsers over bytes, <c>Utf8Parser</c> wants exactly seven decimals.</remarks>
internal static class K6Time
{
    // k6 is from 2016. A year far off is a mistake (Go's zero time is in the year 1) and would stretch the time series to nothing.
    private const int MinYear = 2000;
    private const int MaxYear = 2199;

    /// <summary>The time as ticks of UTC; what is finer than 100 ns is cut off.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool TryParse(ReadOnlySpan<byte> text, out long utcTicks)
    {
        utcTicks = 0;
        if (text.Length < "2026-11-23T00:29:56Z".Length
            || text[4] != '-' || text[7] != '-' || (text[10] | 0x20) != 't' || text[13] != ':' || text[16] != ':'
            || !TryDate(text, out var date)
            || !TryTwo(text, 11, 23, out var hour) || !TryTwo(text, 14, 59, out var minute) || !TryTwo(text, 17, 59, out var second))
            return false;

        var rest = text[19..];
        if (!TryFraction(ref rest, out var fraction) || !TryOffset(rest, out var offsetMinutes))
            return false;
        utcTicks = date.Ticks + ((((((hour * 60L) + minute - offsetMinutes) * 60) + second) * TimeSpan.TicksPerSecond) + fraction);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryDate(ReadOnlySpan<byte> text, out DateTime date)
    {
        date = default;
        if (!TryTwo(text, 0, 99, out var century) || !TryTwo(text, 2, 99, out var years)
            || !TryTwo(text, 5, 12, out var month) || !TryTwo(text, 8, 31, out var day))
            return false;
        var year = (century * 100) + years;
        if (year is < MinYear or > MaxYear || month == 0 || day == 0 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Utc);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryTwo(ReadOnlySpan<byte> text, int at, int max, out int value)
    {
        var (tens, ones) = (text[at] - '0', text[at + 1] - '0');
        value = (tens * 10) + ones;
        return (uint)tens <= 9 && (uint)ones <= 9 && value <= max;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryFraction(ref ReadOnlySpan<byte> text, out long ticks)
    {
        ticks = 0;
        if (text[0] != '.')
            return true;
        var unit = TimeSpan.TicksPerSecond;
        var length = 1;
        for (; length < text.Length && text[length] is >= (byte)'0' and <= (byte)'9'; length++)
        {
            unit /= 10;
            ticks += (text[length] - '0') * unit;
        }

        text = text[length..];
        return length > 1 && !text.IsEmpty;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryOffset(ReadOnlySpan<byte> text, out int minutes)
    {
        minutes = 0;
        if (text.Length == 1)
            return (text[0] | 0x20) == 'z';
        if (text.Length != "+01:00".Length || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':'
            || !TryTwo(text, 1, 23, out var hours) || !TryTwo(text, 4, 59, out minutes))
            return false;
        minutes = (hours * 60) + minutes;
        if (text[0] == '-')
            minutes = -minutes;
        return true;
    }
}
