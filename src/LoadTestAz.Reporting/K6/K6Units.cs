using System.Globalization;

namespace LoadTestAz.Reporting.K6;

/// <summary>Figures as k6 writes them at the end of a test: cut off rather than rounded, without zeros at the end.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v1.0.0/internal/js/summary.js">humanizeValue</seealso>
internal static class K6Units
{
    private static readonly string[] Bytes = ["B", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB"];

    /// <summary>A figure of a metric, by k6's words for its kind and its unit.</summary>
    public static string Of(double value, string type, string contains) =>
        !double.IsFinite(value) ? value.ToString(CultureInfo.InvariantCulture)
        : type == "rate" ? Text(Math.Truncate(value * 10_000) / 100, "0.00") + "%"
        : contains switch
        {
            "data" => Data(value),
            "time" => Time(value),
            _ => Text(Math.Round(value, 6, MidpointRounding.AwayFromZero), "0.######"),
        };

    private static string Data(double bytes)
    {
        if (bytes < 10)
            return Text(bytes, "0.######") + " B";
        var unit = Math.Min((int)Math.Floor(Math.Log10(bytes) / 3), Bytes.Length - 1);
        var value = Math.Floor((bytes / Math.Pow(1000, unit) * 10) + 0.5) / 10;
        return $"{Text(value, value < 10 ? "0.0" : "0")} {Bytes[unit]}";
    }

    private static string Time(double milliseconds)
    {
        if (milliseconds < 1000)
        {
            return milliseconds == 0 ? "0s"
                : milliseconds is > 0 and < 0.001 ? Text(Math.Truncate(milliseconds * 1_000_000), "0") + "ns"
                : milliseconds is > 0 and < 1 ? Cut(milliseconds * 1000, 2) + "µs"
                : Cut(milliseconds, 2) + "ms";
        }

        var minutes = Math.Truncate(milliseconds / 60_000);
        var text = Cut(milliseconds % 60_000 / 1000, milliseconds > 60_000 ? 0 : 2) + "s";
        if (minutes >= 1)
            text = $"{Text(minutes % 60, "0")}m{text}";
        return minutes >= 60 ? $"{Text(Math.Truncate(minutes / 60), "0")}h{text}" : text;
    }

    private static string Cut(double value, int decimals)
    {
        var scale = Math.Pow(10, decimals);
        return Text(Math.Truncate(value * scale) / scale, "0.##");
    }

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
