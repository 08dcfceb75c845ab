using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace LoadTestAz.Plans;

/// <summary>
/// k6's notation of a duration: Go's (<c>1h30m</c>, <c>1.5s</c>, <c>500ms</c>), optionally with whole days in front (<c>1d12h</c>).
/// </summary>
/// <remarks>
/// A number without a unit is refused, though k6 takes it as milliseconds: whoever writes <c>30</c> means seconds.
/// Only <c>0</c> needs no unit.
/// </remarks>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/lib/types/types.go">ParseExtendedDuration</seealso>
public static class K6Duration
{
    /// <summary>What a mistake says is allowed.</summary>
    internal const string Allowed = "write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"";

    private const string TooLong = "it is longer than k6 can count (about 292 years)";

    // Go counts nanoseconds in 64 bits; k6 refuses what is longer (about 292 years).
    private const decimal MaxTicks = long.MaxValue / TimeSpan.NanosecondsPerTick;

    // Both signs for micro occur: U+00B5 and U+03BC.
    private static readonly (string Name, decimal Ticks)[] Units =
    [
        ("ns", 0.01m), ("us", TimeSpan.TicksPerMicrosecond), ("\u00b5s", TimeSpan.TicksPerMicrosecond), ("\u03bcs", TimeSpan.TicksPerMicrosecond),
        ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond), ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour),
    ];

    /// <summary>Reads a duration. What is finer than 100 ns is rounded to zero.</summary>
    /// <returns>False, with a sentence in <paramref name="error"/>, when the text is none.</returns>
    public static bool TryParse(string text, out TimeSpan duration, [NotNullWhen(false)] out string? error)
    {
        duration = default;
        var rest = text.AsSpan();
        var negative = rest is ['-', ..];
        if (rest is ['-' or '+', ..])
            rest = rest[1..];

        var ticks = 0m;
        error = rest is "0" ? null : ReadAll(rest, out ticks);
        if (error is null)
            duration = TimeSpan.FromTicks((long)decimal.Truncate(negative ? -ticks : ticks));
        return error is null;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is no duration.</exception>
    public static TimeSpan Parse(string text) =>
        TryParse(text, out var duration, out var error) ? duration : throw new FormatException($"'{text}' is no duration: {error}.");

    /// <summary>
    /// The shortest text that k6, and <see cref="Parse"/>, read as exactly this duration: <c>1m30s</c>, <c>500ms</c>, <c>0s</c>.
    /// The largest unit is the hour, since not every reader of Go's durations knows days.
    /// </summary>
    public static string Format(TimeSpan duration)
    {
        if (duration == TimeSpan.Zero)
            return "0s";

        var text = new StringBuilder(duration < TimeSpan.Zero ? "-" : "");
        var ticks = duration.Ticks < 0 ? (ulong)-(duration.Ticks + 1) + 1 : (ulong)duration.Ticks;
        Append(TimeSpan.TicksPerHour, "h");
        Append(TimeSpan.TicksPerMinute, "m");
        Append(TimeSpan.TicksPerSecond, "s");
        Append(TimeSpan.TicksPerMillisecond, "ms");
        Append(TimeSpan.TicksPerMicrosecond, "us");
        if (ticks > 0)
            text.Append(CultureInfo.InvariantCulture, $"{ticks * TimeSpan.NanosecondsPerTick}ns");
        return text.ToString();

        void Append(long size, string unit)
        {
            var (whole, remainder) = Math.DivRem(ticks, (ulong)size);
            if (whole > 0)
                text.Append(CultureInfo.InvariantCulture, $"{whole}{unit}");
            ticks = remainder;
        }
    }

    private static string? ReadAll(ReadOnlySpan<char> rest, out decimal ticks)
    {
        ticks = 0;
        if (rest.IsEmpty)
            return Allowed;

        if (rest.IndexOf('d') is >= 0 and var day)
        {
            if (!long.TryParse(rest[..day], NumberStyles.None, CultureInfo.InvariantCulture, out var days))
                return $"days come first and are whole; {Allowed}";
            if (days > MaxTicks / TimeSpan.TicksPerDay)
                return TooLong;
            ticks = (decimal)days * TimeSpan.TicksPerDay;
            rest = rest[(day + 1)..];
        }

        while (!rest.IsEmpty)
        {
            var digits = rest.IndexOfAnyExcept("0123456789.");
            if (digits < 0)
                return $"the unit is missing; {Allowed}";
            if (!decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return Allowed;

            rest = rest[digits..];
            var length = rest.IndexOfAny("0123456789.");
            var unit = (length < 0 ? rest : rest[..length]).ToString();
            rest = rest[unit.Length..];
            if (Array.Find(Units, u => u.Name == unit) is not { Name: not null } known)
                return $"'{unit}' is no unit; units are ns, us, ms, s, m, h and d";
            if (number > MaxTicks || (ticks += number * known.Ticks) > MaxTicks)
                return TooLong;
        }

        return null;
    }
}
