using System.Globalization;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Merging.Figures;

/// <summary>What a result says of the samples themselves, however they came here.</summary>
internal sealed record ResultFigures(
    LoadTestMetrics Metrics,
    double DroppedIterations,
    IReadOnlyList<LoadTestCheck> Checks,
    IReadOnlyList<LoadTestThreshold> Thresholds,
    IReadOnlyList<LoadTestPoint> TimeSeries,
    TimeSpan Duration,
    DateTimeOffset? StartedAt,
    IReadOnlyList<string> Doubts)
{
    private static readonly double[] UsualPercentiles = [50, 90, 95, 99, 99.9];

    private const int NamedMetrics = 5;

    // A thousand workers may share a fault.
    private const int MaxDoubts = 50;

    /// <summary>Works them out.</summary>
    /// <param name="data">All that a merge has.</param>
    /// <param name="thresholds">What is judged on it.</param>
    /// <param name="exact">The percentiles that are known exactly.</param>
    /// <param name="isGlance">Without the ranges of distributions, which are drawn of what has ended: they take longer than all else.</param>
    /// <exception cref="FormatException">A threshold is none.</exception>
    public static ResultFigures Of(MergedData data, IReadOnlyList<LoadTestThresholdRule> thresholds, ExactPercentiles exact, bool isGlance = false)
    {
        var figures = new MetricFigures(data, exact, PercentilesOf(thresholds), isGlance);
        var metrics = new LoadTestMetrics(figures.Describe());
        var judge = new ThresholdJudge(data, metrics);
        var judged = thresholds.Select(judge.Judge).ToArray();
        var checks = ChecksOf(data);

        // Arrays, where users index into what they get: PowerShell can't index the lists that collection expressions make.
        return new ResultFigures(
            metrics,
            metrics[BuiltInMetrics.DroppedIterations.Name]?.Count ?? 0,
            checks,
            judged,
            data.Samples.Series.Points.Select(Describe).ToArray(),
            data.Duration,
            data.Samples.FirstSample,
            Limit([.. Rejected(data.Samples), .. figures.Doubts, .. Nameless(metrics, checks), .. Light(data.Samples), .. Estimated(data, metrics), .. Undecided(data, judged)]));
    }

    /// <summary>The percentiles of each Trend that are shown: the usual ones, and those that thresholds ask for; in ascending order.</summary>
    public static Func<MetricSelector, IEnumerable<double>> PercentilesOf(IReadOnlyList<LoadTestThresholdRule> thresholds)
    {
        var asked = thresholds
            .Select(t => (Metric: MetricSelector.Parse(t.Metric), Percentile: ThresholdExpression.TryParse(t.Expression, out var expression, out _) ? expression.Percentile : null))
            .Where(t => t.Percentile is not null).ToLookup(t => t.Metric, t => t.Percentile!.Value);
        return trend => asked[trend].Concat(UsualPercentiles).Distinct().Order();
    }

    private static LoadTestCheck[] ChecksOf(MergedData data) =>
    [
        .. data.Samples.Checks.Select(c => new LoadTestCheck(c.Group, c.Name, c.Passes, c.Fails))
            .Concat(data.Summaries.SelectMany(s => s.Summary.Checks))
            .GroupBy(c => (c.Group, c.Name))
            .Select(g => new LoadTestCheck(g.Key.Group, g.Key.Name, g.Sum(c => c.Passes), g.Sum(c => c.Fails)))
            .OrderBy(c => c.Group, StringComparer.Ordinal).ThenBy(c => c.Name, StringComparer.Ordinal),
    ];

    private static LoadTestPoint Describe(TimeSeriesPoint p)
    {
        double? Percentile(double percent) => p.Latency.Count == 0 ? null : p.Latency.Percentile(percent);
        return new LoadTestPoint(
            p.Start, p.Interval, p.MeanVus, p.RequestsPerSecond, p.Failures, p.Iterations,
            Percentile(50), Percentile(95), Percentile(99), p.DataSent, p.DataReceived);
    }

    private static IEnumerable<string> Rejected(MetricSet samples) => samples.Metrics
        .Where(m => m.Accumulator.Rejected > 0)
        .Select(m => $"{m.Accumulator.Rejected} samples of {m.Selector} were no finite numbers and are left out, as k6 leaves them out.");

    // A script may do without k6's tag 'check', by its option systemTags.
    private static IEnumerable<string> Nameless(LoadTestMetrics metrics, LoadTestCheck[] checks)
    {
        if (metrics[BuiltInMetrics.Checks.Name]?.Count is { } all && all - checks.Sum(c => (double)c.Passes + c.Fails) is > 0 and var nameless)
            yield return string.Create(CultureInfo.InvariantCulture, $"Of {all} outcomes of checks {nameless} do not say which check it was: they count in the metric checks only.");
    }

    private static IEnumerable<string> Estimated(MergedData data, IEnumerable<LoadTestMetric> metrics)
    {
        if (data.Summaries.Count == 0)
            yield break;
        var all = data.SampledWorkers == 0;
        var workers = all ? "Of all workers there are only summaries" : $"Of {data.Summaries.Count} of {data.Summaries.Count + data.SampledWorkers} workers there are only summaries, such as of {data.Summaries[0].Worker}";
        var estimates = metrics.Where(m => m is { Method: FigureMethod.Estimate, RelativeError: null }).Select(m => m.Name).Order(StringComparer.Ordinal).ToList();
        if (estimates.Count > 0)
        {
            var more = estimates.Count > NamedMetrics ? string.Create(CultureInfo.InvariantCulture, $" and {estimates.Count - NamedMetrics} more") : "";
            yield return $"{workers}, which do not determine all figures of {string.Join(", ", estimates.Take(NamedMetrics))}{more}: these are estimates with bounds. For certain figures let k6 write --out json; for closer bounds name more --summary-trend-stats, count among them.";
        }

        yield return $"{workers}: the course over time {(all ? "is not known" : "leaves them out")}.";
    }

    private static IEnumerable<string> Undecided(MergedData data, IEnumerable<LoadTestThreshold> thresholds) => thresholds.Where(t => !t.IsDecided).Select(t => string.Create(
        CultureInfo.InvariantCulture,
        $"The threshold {t.Metric}: {t.Expression} can't be decided: the figure is an estimate, and lies between {t.Bounds!.LowerBound:G6} and {t.Bounds.UpperBound:G6}. It counts as {(!t.Passed ? "crossed" : data.Summaries.Count > 0 ? "passed, since it held for each worker alone" : "passed, by its likeliest value")}."));

    private static IEnumerable<string> Light(MetricSet samples)
    {
        var light = samples.Metrics.Select(m => m.Accumulator).OfType<TrendAccumulator>().Where(t => t.SourceError > 0).ToList();
        if (light.Count > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"Percentiles are estimates within {light.Max(t => t.RelativeError):P1} at worst, by light capture; each metric's RelativeError says how exact it is. Counts and sums are complete.");
        foreach (var metric in samples.Metrics.Where(m => m.Accumulator is GaugeAccumulator { IsThinned: true } && !AdditiveGauges.Contains(m.Metric.Name)))
            yield return $"Of {metric.Selector} only the last value of each second is known, by light capture: values in between may have been smaller or larger.";
    }

    private static string[] Limit(IReadOnlyList<string> doubts) => doubts.Count <= MaxDoubts
        ? [.. doubts]
        : [.. doubts.Take(MaxDoubts), string.Create(CultureInfo.InvariantCulture, $"... and {doubts.Count - MaxDoubts} doubts more.")];
}
