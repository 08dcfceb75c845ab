using System.Globalization;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Reporting;

/// <summary>Figures as people read them: rounded, with a fitting unit, the same on every machine.</summary>
internal static class Figures
{
    /// <summary>What stands where there is no figure.</summary>
    public const string None = "–";

    private static readonly string[] DataUnits = ["B", "kB", "MB", "GB", "TB", "PB"];

    /// <summary>A figure in the unit of its metric.</summary>
    public static string Of(double? value, MetricContents contains) => value is not { } v ? None : !double.IsFinite(v) ? Number(v) : contains switch
    {
        MetricContents.Time => Time(v),
        MetricContents.Data => Data(v),
        _ => Number(v),
    };

    /// <summary>A figure in the unit of its metric, of so many digits: for charts, and where figures stand beside each other.</summary>
    public static string Brief(double? value, MetricContents contains, int digits = 3) => Of(value is { } v ? Digits(v, digits) : null, contains);

    /// <summary>A number rounded to so many digits.</summary>
    public static double Digits(double value, int digits) =>
        double.IsFinite(value) ? double.Parse(value.ToString($"E{digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) : value;

    /// <summary>A plain number: whole ones in full, others with three decimals, or three digits where those say nothing.</summary>
    public static string Number(double value) =>
        double.IsNaN(value) ? None
        : double.IsInfinity(value) ? (value < 0 ? "−∞" : "∞")
        : value != 0 && (Math.Abs(value) < 0.01 || Math.Abs(value) >= 1e15) ? Text(value, "G3")
        : value == Math.Truncate(value) ? Text(value, "#,0")
        : Text(value, Math.Abs(value) < 100 ? "0.###" : "#,0.#");

    /// <summary>A share of 0 to 1 in percent. Only none is 0 %, and only all is 100 %.</summary>
    public static string Percent(double share)
    {
        if (!double.IsFinite(share))
            return None;
        var percent = share * 100;
        return percent switch
        {
            > 0 and < 0.005 => "< 0.01 %",
            >= 99.995 and < 100 => "> 99.99 %",
            _ => Text(percent, "0.##") + " %",
        };
    }

    /// <summary>A duration in k6's notation: nobody reads the microseconds of one in seconds, or the milliseconds of one in minutes.</summary>
    public static string Duration(TimeSpan duration) =>
        K6Duration.Format(TimeSpan.FromSeconds(Math.Round(duration.TotalSeconds, duration < TimeSpan.FromMinutes(1) ? 1 : 0)));

    private static string Time(double milliseconds) =>
        Math.Abs(milliseconds) < 1000 ? $"{Number(milliseconds)} ms" : $"{Text(milliseconds / 1000, "#,0.##")} s";

    // Powers of 1,000, as k6 prints data.
    private static string Data(double bytes)
    {
        var unit = 0;
        for (; Math.Abs(bytes) >= 1000 && unit < DataUnits.Length - 1; unit++)
            bytes /= 1000;
        return $"{Text(bytes, unit == 0 ? "0.#" : "0.##")} {DataUnits[unit]}";
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
