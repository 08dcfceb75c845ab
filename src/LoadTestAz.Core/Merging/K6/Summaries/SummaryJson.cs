using System.Globalization;
using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>Steps that the readers of summaries share.</summary>
internal static class SummaryJson
{
    /// <summary>The member of an object; null when it is not there, or no object itself.</summary>
    public static JsonElement? Object(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    /// <summary>A number; null when it is not there, or what k6 writes for NaN and infinity.</summary>
    public static double? Number(this JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number) && double.IsFinite(number) ? number : null;

    /// <summary>A string; null when it is not there.</summary>
    public static string? Text(this JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A whole number that is not negative; null when it is not there.</summary>
    /// <exception cref="FormatException">It is another number.</exception>
    public static long? Tally(this JsonElement parent, string name, string of)
    {
        if (Number(parent, name) is not { } number)
            return null;
        return number is >= 0 and < long.MaxValue && number == Math.Floor(number)
            ? (long)number
            : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"'{name}' of '{of}' is {number}, which is no count."));
    }

    /// <summary>The figures of a metric in the object that holds them by k6's names.</summary>
    /// <exception cref="FormatException">They are not what k6 writes.</exception>
    public static SummaryMetric Metric(MetricSelector selector, MetricType type, MetricContents contains, JsonElement values)
    {
        var metric = new SummaryMetric { Selector = selector, Type = type, Contains = contains };
        var name = selector.ToString();
        return type switch
        {
            MetricType.Counter => metric with { Count = Number(values, "count") },
            MetricType.Gauge => metric with { Value = Number(values, "value"), Min = Number(values, "min"), Max = Number(values, "max") },
            MetricType.Rate => Rate(metric, Tally(values, "passes", name), Tally(values, "fails", name)),
            _ => metric with
            {
                Count = Tally(values, "count", name),
                Min = Number(values, "min"),
                Max = Number(values, "max"),
                Avg = Number(values, "avg"),
                Percentiles = [.. Percentiles(values).DistinctBy(p => p.Key).OrderBy(p => p.Key)],
            },
        };
    }

    /// <summary>A Rate of so many samples.</summary>
    /// <exception cref="FormatException">There cannot be so many.</exception>
    public static SummaryMetric Rate(SummaryMetric metric, long? passes, long? fails) =>
        fails < 0 ? throw new FormatException($"'{metric.Selector}' has more matches than samples.") : metric with { Passes = passes, Count = passes + fails };

    private static IEnumerable<KeyValuePair<double, double>> Percentiles(JsonElement values)
    {
        foreach (var member in values.EnumerateObject())
        {
            // p(95), and p95 in the machine-readable summary.
            var text = member.Name == "med" ? "50" : member.Name is ['p', '(', .. var inner, ')'] ? inner : member.Name is ['p', .. var digits] ? digits : "";
            if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is >= 0 and <= 100
                && Number(values, member.Name) is { } value)
                yield return new(percent, value);
        }
    }
}
