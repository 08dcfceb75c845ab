using LoadTestAz.Merging.Estimates;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>The figures of a Trend over all workers.</summary>
internal static class TrendFigures
{
    // So finely are samples told to the estimate, in percent, and the tail more finely still.
    private const double Step = 0.5;

    private static readonly double[] Tail = [99.75, 99.9, 99.95, 99.99, 99.999];

    /// <summary>The figures from samples and sketches alone.</summary>
    /// <param name="metric">What is known already.</param>
    /// <param name="trend">The samples.</param>
    /// <param name="exact">The values themselves where they are all there; else null.</param>
    /// <param name="isGlance">Without its ranges.</param>
    public static LoadTestMetric OfSamples(LoadTestMetric metric, TrendAccumulator trend, ITrendDistribution? exact, bool isGlance) => trend.IsEmpty
        ? metric with { Count = 0 }
        : metric with { Count = trend.Samples, Sum = trend.Sum, Min = trend.Min, Max = trend.Max, Avg = trend.Avg, RelativeError = exact is null ? trend.RelativeError : 0, Distribution = exact ?? new SketchDistribution(trend), Histogram = isGlance ? null : Histogram.Of(trend.Sketch) };

    /// <summary>The figures where some workers have only summaries.</summary>
    /// <param name="metric">What is known already.</param>
    /// <param name="trend">The samples of the others; null for none.</param>
    /// <param name="exact">The values of these samples where they are all there; else null.</param>
    /// <param name="summaries">The summaries.</param>
    /// <param name="doubt">Takes what is wrong with the summaries.</param>
    public static LoadTestMetric WithSummaries(LoadTestMetric metric, TrendAccumulator? trend, ITrendDistribution? exact, IReadOnlyList<SummaryFigures> summaries, Action<string> doubt)
    {
        var leastValue = BuiltInMetrics.Find(summaries[0].Metric.Selector.Metric) is null ? double.NegativeInfinity : 0;
        var workers = summaries.Select(s => Tell(s, leastValue)).ToList();
        if (trend is { IsEmpty: false })
            workers.Add(Tell(trend, exact ?? new SketchDistribution(trend)));
        else
            trend = null;
        var estimate = PooledTrend.Of(workers);
        foreach (var wrong in estimate.Doubts)
            doubt($"{metric.Name}: {wrong.Message}");

        var known = summaries.Where(s => !s.IsPerhapsEmpty).ToList();
        metric = metric with
        {
            Count = estimate.Count.Exact,
            Min = Extreme(known.Select(s => s.Metric.Min), trend?.Min, Math.Min),
            Max = Extreme(known.Select(s => s.Metric.Max), trend?.Max, Math.Max),
        };
        metric = metric with { Distribution = new EstimatedDistribution(estimate, metric.Min, metric.Max) };
        if (SumOf(trend, summaries) is { } sum && estimate.Count.Exact is > 0 and { } count)
            return metric with { Sum = sum.Value, Avg = sum.DividedBy(count) };
        return estimate.Avg is { } avg && double.IsFinite(avg.Value)
            ? metric with { Avg = avg.Value, AvgBounds = avg.IsExact ? null : new(avg.LowerBound, avg.UpperBound) }
            : metric;
    }

    private static ExactSum? SumOf(TrendAccumulator? trend, IReadOnlyList<SummaryFigures> summaries)
    {
        var sum = new ExactSum();
        if (trend is not null)
            sum.Merge(trend.ExactSum);
        foreach (var worker in summaries.Where(s => s.Count.Exact != 0))
        {
            var part = worker.Metric.Avg * worker.Count.Exact;
            if (part is null || !double.IsFinite(part.Value))
                return null;
            sum.Add(part.Value);
        }

        return sum;
    }

    // Null when one of them is not told: it may be the one.
    private static double? Extreme(IEnumerable<double?> told, double? sampled, Func<double, double, double> choose)
    {
        var all = told.ToList();
        if (all.Contains(null))
            return null;
        var figures = all.Append(sampled).OfType<double>().ToList();
        return figures.Count == 0 ? null : figures.Aggregate(choose);
    }

    private static TrendSummary Tell(SummaryFigures worker, double leastValue) => new()
    {
        Source = worker.Worker,
        Count = worker.Count,
        Min = worker.Metric.Min,
        Max = worker.Metric.Max,
        Avg = worker.Metric.Avg,
        Quantiles = [.. worker.Metric.Percentiles.Select(p => new TrendQuantile(p.Key, p.Value))],
        LeastValue = leastValue,
    };

    private static TrendSummary Tell(TrendAccumulator trend, ITrendDistribution distribution)
    {
        var told = Enumerable.Range(1, (int)(100 / Step) - 1).Select(i => i * Step).Concat(Tail).Select(p => distribution.At(p)!).ToList();
        // The error is a share of the true value, and this one of what is told, with room for rounding. Where it is no small one, the bounds tell.
        var error = told.Exists(p => p.Method is not FigureMethod.Exact) ? trend.RelativeError : 0;
        var relative = error < 0.5 ? error / (1 - error) * (1 + 1e-6) : 0;
        return new TrendSummary
        {
            Source = "the workers with samples",
            Count = SampleCount.Exactly(trend.Samples),
            Min = trend.Min,
            Max = trend.Max,
            Avg = trend.Avg,
            Quantiles = [.. told.Select(p => new TrendQuantile(p.Percentile, p.Value))],
            Tolerance = new FigureTolerance(told.Max(p => Math.Max(p.UpperBound - p.Value, p.Value - p.LowerBound) is var away && away > Math.Abs(p.Value) * relative ? away : 0), relative),
        };
    }
}
