using System.Globalization;
using System.Text.Json;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>Holds what came by light capture against k6's own summary: nothing may have been lost on the way.</summary>
internal static class LightCheck
{
    // k6 adds up a Counter's samples in double precision, and here in another order.
    private const double Rounding = 1e-9;

    /// <summary>The first metric of which other amounts came than k6 counted, in words for people; null when there is none.</summary>
    /// <param name="totals">By metric: of a Counter its sum, of a Rate or Trend its number of samples.</param>
    /// <param name="summary">The file of k6's <c>--summary-export</c>, with the count of its Trends. One that can't be read says nothing.</param>
    public static string? Difference(IReadOnlyDictionary<string, double> totals, string summary)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(summary));
            return json.RootElement.TryGetProperty("metrics", out var metrics) ? Difference(totals, metrics) : null;
        }
        catch (Exception e) when (e is JsonException or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Difference(IReadOnlyDictionary<string, double> totals, JsonElement metrics)
    {
        foreach (var metric in metrics.EnumerateObject())
        {
            if (metric.Name.Contains('{') || TotalOf(metric.Value) is not { } expected)
                continue;
            var came = totals.GetValueOrDefault(metric.Name);
            if (!(Math.Abs(came - expected) <= Rounding * Math.Abs(expected)))
                return string.Create(CultureInfo.InvariantCulture, $"of {metric.Name} {came} came, and k6 counted {expected}");
        }

        return null;
    }

    // A Rate has passes and fails; a Trend or a Counter has a count; a Gauge has neither.
    private static double? TotalOf(JsonElement metric) =>
        Number(metric, "passes") is { } passes && Number(metric, "fails") is { } fails ? passes + fails : Number(metric, "count");

    private static double? Number(JsonElement metric, string name) =>
        metric.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number ? value.GetDouble() : null;
}
