using System.Globalization;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>The time that all charts of a result share, in seconds since its load began.</summary>
/// <param name="from">Where it begins; below 0 where setup() measured something.</param>
/// <param name="to">Where it ends.</param>
internal sealed class TimeDomain(double from, double to)
{
    private const int MaxTicks = 6;

    private static readonly double[] Steps = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

    /// <summary>Where it begins.</summary>
    public double From => from;

    /// <summary>Where it ends.</summary>
    public double To => to;

    /// <summary>Round times, few enough to be written side by side on a phone.</summary>
    public IReadOnlyList<double> Ticks()
    {
        var step = Steps.FirstOrDefault(s => (to - from) / s <= MaxTicks, Math.Ceiling((to - from) / MaxTicks / 86_400) * 86_400);
        var first = Math.Ceiling(from / step);
        return [.. Enumerable.Range(0, (int)(Math.Floor(to / step) - first) + 1).Select(i => (first + i) * step)];
    }

    /// <summary>0 at its begin, 1 at its end.</summary>
    public double Place(double seconds) => Math.Clamp((seconds - from) / (to - from), 0, 1);

    /// <summary>As a stopwatch shows it: <c>2:05</c>, <c>1:02:05</c>.</summary>
    public static string Text(double seconds)
    {
        var whole = (long)Math.Round(Math.Abs(seconds));
        var sign = seconds <= -0.5 ? "−" : "";
        return whole < 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{sign}{whole / 60}:{whole % 60:00}")
            : string.Create(CultureInfo.InvariantCulture, $"{sign}{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}");
    }
}
