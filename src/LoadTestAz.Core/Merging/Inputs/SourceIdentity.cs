using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>
/// The figures of a file by which it is known again: totals, and the extremes of what was measured. k6 measures times to
/// the nanosecond, so that two workers never share several of them.
/// </summary>
internal sealed class SourceIdentity
{
    // A CSV has six decimals.
    private const double Rounding = 2e-6;

    // What most tests measure.
    private static readonly string[] Anchors =
    [
        BuiltInMetrics.IterationDuration.Name, BuiltInMetrics.HttpReqDuration.Name, "browser_http_req_duration", "grpc_req_duration", "ws_session_duration",
    ];

    private readonly Dictionary<string, (double Min, double Max)> _extremes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double> _totals = new(StringComparer.Ordinal);

    private List<string>? _keys;

    private SourceIdentity()
    {
    }

    /// <summary>Texts of which files of equal content share one, to look for them among many.</summary>
    public IReadOnlyList<string> Keys => _keys ??= MakeKeys();

    public static SourceIdentity Of(MetricSet set)
    {
        var identity = new SourceIdentity();
        foreach (var series in set.Metrics)
        {
            if (series.Accumulator.IsEmpty)
                continue;
            if (series.Accumulator is TrendAccumulator trend)
                identity._extremes[series.Metric.Name] = (trend.Min, trend.Max);
            else if (series.Accumulator is CounterAccumulator counter)
                identity._totals[series.Metric.Name] = counter.Sum;
            else if (series.Accumulator is RateAccumulator rate)
                identity._totals[series.Metric.Name] = rate.Samples;
        }

        return identity;
    }

    public static SourceIdentity Of(K6Summary summary)
    {
        var identity = new SourceIdentity();
        foreach (var metric in summary.Metrics.Where(m => !m.Selector.IsSubmetric && !SummaryCountsAsEmpty(m)))
        {
            if (metric is { Type: MetricType.Trend, Min: { } min, Max: { } max })
                identity._extremes[metric.Selector.Metric] = (min, max);
            else if (metric is { Type: MetricType.Counter or MetricType.Rate, Count: { } count })
                identity._totals[metric.Selector.Metric] = count;
        }

        return identity;
    }

    /// <summary>True when nothing tells the content of the two apart.</summary>
    public bool IsCopyOf(SourceIdentity other) => IsSameAs(other) == true && DifferenceTo(other) is null;

    /// <summary>True when both are of the same worker, false when they are not, null when that can't be told.</summary>
    /// <remarks>Half of what can be compared is enough: a k6 that was killed may not have written all of it.</remarks>
    public bool? IsSameAs(SourceIdentity other)
    {
        var extremes = Common(_extremes, other._extremes).Where(c => IsTelling(c.Ours) || IsTelling(c.Theirs)).ToList();
        if (extremes.Count > 0)
            return 2 * extremes.Count(c => Equal(c.Ours.Min, c.Theirs.Min) && Equal(c.Ours.Max, c.Theirs.Max)) >= extremes.Count;
        var totals = Common(_totals, other._totals).ToList();
        return totals.Count > 0 && totals.Any(t => !Equal(t.Ours, t.Theirs)) ? false : null;
    }

    /// <summary>True when all that is here could be a part of what the other one has: of a file that broke off.</summary>
    public bool CouldBePartOf(SourceIdentity whole) =>
        Common(_extremes, whole._extremes).All(c => c.Ours.Min >= c.Theirs.Min - Rounding && c.Ours.Max <= c.Theirs.Max + Rounding)
        && Common(_totals, whole._totals).All(c => Math.Abs(c.Ours) <= Math.Abs(c.Theirs) + Rounding);

    /// <summary>A total that both have and that differs, in words; null for none.</summary>
    public string? DifferenceTo(SourceIdentity other)
    {
        foreach (var (metric, ours, theirs) in Common(_totals, other._totals).OrderByDescending(c => c.Metric is "http_reqs" or "iterations"))
        {
            if (!Equal(ours, theirs))
                return FormattableString.Invariant($"{metric} {ours:0.###} here, {theirs:0.###} there");
        }

        return null;
    }

    private List<string> MakeKeys()
    {
        var keys = new List<string>();
        foreach (var anchor in Anchors)
        {
            if (_extremes.TryGetValue(anchor, out var extremes) && IsTelling(extremes))
                keys.Add(FormattableString.Invariant($"{anchor} {extremes.Min:F5} {extremes.Max:F5}"));
        }

        return keys;
    }

    private static bool SummaryCountsAsEmpty(SummaryMetric metric)
    {
        foreach (var figure in metric.Figures)
        {
            if (figure != 0)
                return false;
        }

        return true;
    }

    // Whole numbers, such as sizes and counts, may well be the same for two workers.
    private static bool IsTelling((double Min, double Max) extremes) => extremes.Max != Math.Floor(extremes.Max) || extremes.Min != Math.Floor(extremes.Min);

    private static bool Equal(double a, double b) => Math.Abs(a - b) <= Rounding + (1e-9 * Math.Max(Math.Abs(a), Math.Abs(b)));

    private static IEnumerable<(string Metric, T Ours, T Theirs)> Common<T>(Dictionary<string, T> ours, Dictionary<string, T> theirs)
    {
        foreach (var (metric, value) in ours)
        {
            if (theirs.TryGetValue(metric, out var other))
                yield return (metric, value, other);
        }
    }
}
