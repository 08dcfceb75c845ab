using System.Globalization;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.K6;

/// <summary>
/// The figures of a Trend that a summary shows, as k6's option <c>summaryTrendStats</c> names them: k6's own choice, with
/// two percentiles more and the count; and the percentiles that the thresholds ask for, such as the 75th of web vitals.
/// </summary>
internal sealed class K6TrendStats
{
    private readonly double[] _percentiles;

    /// <param name="thresholds">Their percentiles are shown.</param>
    /// <param name="usual">Percentiles that are shown in any case; by default k6's own and two more.</param>
    public K6TrendStats(IEnumerable<LoadTestThreshold> thresholds, params double[] usual)
    {
        var asked = thresholds.Select(t => ThresholdExpression.TryParse(t.Expression, out var parsed, out _) ? parsed.Percentile : null).OfType<double>();
        _percentiles = [.. asked.Concat(usual.Length > 0 ? usual : [90, 95, 99, 99.9]).Distinct().Order()];
        Names = ["avg", "min", "med", "max", .. _percentiles.Select(p => string.Create(CultureInfo.InvariantCulture, $"p({p})")), "count"];
    }

    /// <summary>k6's names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The figures of a Trend, in the order of the names.</summary>
    public IEnumerable<double?> Of(LoadTestMetric metric) =>
        [metric.Avg, metric.Min, metric.Med, metric.Max, .. _percentiles.Select(metric.GetPercentile), metric.Count];
}
