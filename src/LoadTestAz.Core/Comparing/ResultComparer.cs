using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Comparing;

/// <summary>Compares a result with baselines, figure by figure.</summary>
/// <param name="baselines">At least one.</param>
/// <param name="tolerance">By how much a figure may differ.</param>
public sealed class ResultComparer(IReadOnlyList<LoadTestResult> baselines, ComparisonTolerance tolerance)
{
    /// <summary>Default of the tolerance.</summary>
    public const double DefaultTolerance = 0.1;

    /// <summary>Compares with one tolerance for all.</summary>
    /// <param name="baselines">At least one.</param>
    /// <param name="tolerance">The share of the baseline by which a figure may differ.</param>
    public ResultComparer(IReadOnlyList<LoadTestResult> baselines, double tolerance)
        : this(baselines, new ComparisonTolerance(tolerance))
    {
    }

    /// <summary>Compares: a row for each figure of each metric, in the order of their names.</summary>
    public IReadOnlyList<LoadTestComparison> Compare(LoadTestResult current)
    {
        var names = current.Metrics.Concat(baselines.SelectMany(b => b.Metrics)).Select(m => m.Name).Distinct().Order(StringComparer.Ordinal);
        return names.SelectMany(name => Compare(current, name)).ToArray();
    }

    private IEnumerable<LoadTestComparison> Compare(LoadTestResult current, string name)
    {
        var now = current.Metrics[name];
        var before = baselines.Select(b => b.Metrics[name]).OfType<LoadTestMetric>().ToList();
        var metric = now ?? before[0];

        // The same name for another kind of metric is another metric.
        before.RemoveAll(m => m.Type != metric.Type);
        foreach (var figure in ComparedFigure.Names(metric))
        {
            var figures = before.Select(m => ComparedFigure.Of(m, figure)).OfType<ComparedFigure>().ToList();
            var own = now is null ? null : ComparedFigure.Of(now, figure);
            if (own is null && figures.Count == 0)
                continue;
            var share = tolerance.Of(name, figure);
            var baseline = figures.Count == 0 ? (double?)null : Median(figures);
            var (noise, note) = own is { } there && baseline is { } known ? FigureNoise.Of(there, figures, known)
                : (null, figures.Count == 0 ? "No baseline has it." : "Only the baseline has it.");
            yield return new LoadTestComparison
            {
                RunId = current.RunId,
                BaselineRunIds = baselines.Select(b => b.RunId).ToArray(),
                Metric = name,
                Figure = figure,
                Contains = metric.Contains,
                IsShare = metric.Type is MetricType.Rate,
                Baseline = baseline,
                Current = own?.Value,
                Tolerance = share,
                Noise = noise,
                Verdict = Judge(own?.Value, baseline, share, noise, MetricDirections.Of(metric)),
                Note = note,
            };
        }
    }

    private static ComparisonVerdict Judge(double? current, double? baseline, double tolerance, double? noise, MetricDirection direction)
    {
        if (current is not { } now || baseline is not { } before)
            return current is null ? ComparisonVerdict.Missing : ComparisonVerdict.Added;
        var difference = Math.Abs(now - before);
        if (difference <= tolerance * Math.Abs(before))
            return ComparisonVerdict.Same;
        if (difference <= noise)
            return ComparisonVerdict.Unclear;
        return direction is MetricDirection.Unknown ? ComparisonVerdict.Changed
            : now > before == direction is MetricDirection.Up ? ComparisonVerdict.Better : ComparisonVerdict.Worse;
    }

    private static double Median(List<ComparedFigure> figures)
    {
        var sorted = figures.Select(f => f.Value).Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }
}
