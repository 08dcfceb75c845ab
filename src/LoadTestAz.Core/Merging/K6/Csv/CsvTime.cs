using System.Buffers.Text;

namespace LoadTestAz.Merging.K6.Csv;

/// <summary>
/// Reads times as <c>K6_CSV_TIME_FORMAT</c> has them written: seconds, milliseconds, microseconds or nanoseconds since 1970,
/// or RFC 3339. Which of them it is shows in the size of the number: k6's years 2000 to 2199 do not overlap.
/// </summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/output/csv/config.go"/>
internal static class CsvTime
{
    private static readonly (long Below, long TicksTimes, long TicksOver)[] Units =
    [
        (100_000_000_000, TimeSpan.TicksPerSecond, 1),
        (100_000_000_000_000, TimeSpan.TicksPerMillisecond, 1),
        (100_000_000_000_000_000, TimeSpan.TicksPerMicrosecond, 1),
        (long.MaxValue, 1, TimeSpan.NanosecondsPerTick),
    ];

    private static readonly long MinTicks = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly long MaxTicks = new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;

    /// <summary>The time as ticks of UTC; what is finer than 100 ns is cut off.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out long utcTicks)
    {
        if (!Utf8Parser.TryParse(text, out long number, out var length) || length != text.Length || number < 0)
            return K6Time.TryParse(text, out utcTicks);
        var (_, times, over) = Array.Find(Units, u => number < u.Below);
        utcTicks = times == 0 ? 0 : DateTime.UnixEpoch.Ticks + (number / over * times);
        return utcTicks >= MinTicks && utcTicks < MaxTicks;
    }
}
