using System.Globalization;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Merging;

/// <summary>Turns merged metrics into a result: figures, thresholds, coverage, verdict.</summary>
internal sealed class ResultBuilder(LoadTestPlan plan, LoadTestRun run, IReadOnlyList<string> warnings)
{
    // How many VUs there are is counted by each worker for itself: over all workers these two gauges add up, like nothing
    // else that is a gauge.
    private static readonly string[] AdditiveGauges = [BuiltInMetrics.Vus.Name, BuiltInMetrics.VusMax.Name];

    /// <summary>Builds the result of at least one part.</summary>
    public LoadTestResult Build(IReadOnlyList<ResultMerger.Part> parts)
    {
        var merged = new MetricSet(plan.Thresholds.Select(t => MetricSelector.Parse(t.Metric)));
        foreach (var part in parts)
            merged.Merge(part.Metrics!);

        var duration = merged.LastSample - merged.FirstSample ?? TimeSpan.Zero;
        var thresholds = plan.Thresholds.Select(t => Judge(t, merged, duration)).ToList();
        var coverage = run.Coverage with { MergedWorkers = parts.Count, MergedVus = parts.Sum(p => p.Worker.Vus) };

        var verdict = ScriptVerdict();
        var metrics = new LoadTestMetrics(merged.Metrics.SelectMany(m => m.Submetrics.Prepend(m)).Select(m => Describe(m, parts, duration)));
        var dropped = metrics[BuiltInMetrics.DroppedIterations.Name]?.Count ?? 0;

        // Arrays, where users index into what they get: PowerShell can't index the lists that collection expressions make.
        return new LoadTestResult
        {
            RunId = run.RunId,
            Name = run.Name,
            State = run.State,
            // A run that was stopped early, or still goes on, has not shown what the plan asks for.
            Passed = thresholds.All(t => t.Passed) && coverage.Share >= plan.Execution.MinCoverage && (run.State is RunState.Completed or RunState.Degraded) && verdict is null,
            ScriptVerdict = verdict,
            Metrics = metrics,
            DroppedIterations = dropped,
            Checks = merged.Checks.Select(c => new LoadTestCheck(c.Group, c.Name, c.Passes, c.Fails)).ToArray(),
            Thresholds = thresholds,
            Coverage = coverage,
            MinCoverage = plan.Execution.MinCoverage,
            TimeSeries = merged.Series.Points.Select(Describe).ToArray(),
            Workers = run.Workers,
            Duration = duration,
            StartedAt = merged.FirstSample,
            Warnings = warnings.Concat(Doubts(merged)).Concat(LoadWarnings.Of(plan, run.Workers, dropped)).ToArray(),
            Location = run.Location,
        };
    }

    // With one k6 on one machine either would have ended in an exit code of its own; one worker's word is enough here too.
    private string? ScriptVerdict()
    {
        var told = run.Workers.Where(w => w.Cause is WorkerCause.ScriptAborted or WorkerCause.MarkedAsFailed).ToList();
        return told.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Worker {told[0].Index}: {told[0].Detail}{(told.Count == 1 ? "" : $" ({told.Count} workers say so.)")}");
    }

    private static LoadTestThreshold Judge(LoadTestThresholdRule rule, MetricSet merged, TimeSpan duration)
    {
        var expression = ThresholdExpression.TryParse(rule.Expression, out var parsed, out var error)
            ? parsed
            : throw new FormatException($"The plan's threshold '{rule.Metric}: {rule.Expression}' is none: {error}.");
        var selector = MetricSelector.Parse(rule.Metric);
        var series = merged.Find(selector);
        var kind = series?.Metric.Type ?? BuiltInMetrics.Find(selector.Metric)?.Type;
        if (kind is not null && !expression.Fits(kind.Value))
            return new LoadTestThreshold(rule.Metric, rule.Expression, null, Passed: false);

        // As k6 does at the end of a test: no samples count as zero, and where there is no figure at all nothing is judged.
        var figure = series is null ? 0 : series.Accumulator.Figure(expression, duration);
        return new LoadTestThreshold(
            rule.Metric,
            rule.Expression,
            series is null or { Accumulator.IsEmpty: true } ? null : figure,
            figure is null || expression.Holds(figure.Value));
    }

    private static LoadTestMetric Describe(MetricSeries series, IReadOnlyList<ResultMerger.Part> parts, TimeSpan duration)
    {
        var metric = new LoadTestMetric
        {
            Name = series.Selector.ToString(),
            Type = series.Metric.Type,
            Contains = series.Metric.Contains,
            Method = FigureMethod.Exact,
        };
        return series.Accumulator switch
        {
            CounterAccumulator c => metric with { Count = c.Sum, RatePerSecond = duration > TimeSpan.Zero ? c.Sum / duration.TotalSeconds : null },
            RateAccumulator r => metric with { Count = r.Samples, Rate = r.IsEmpty ? null : r.Rate, Passes = r.Passes, Fails = r.Fails },
            TrendAccumulator t when t.IsEmpty => metric with { Count = 0 },
            TrendAccumulator t => metric with { Count = t.Samples, Sum = t.Sum, Min = t.Min, Max = t.Max, Avg = t.Avg, Sketch = t.Sketch, RelativeError = t.RelativeError, Method = t.SourceError > 0 ? FigureMethod.Estimate : FigureMethod.Sketch },
            GaugeAccumulator when AdditiveGauges.Contains(metric.Name) => Add(metric, parts),
            GaugeAccumulator g when !g.IsEmpty => metric with { Value = g.Value, Min = g.Min, Max = g.Max, Method = MethodOf(g) },
            _ => metric,
        };
    }

    private static LoadTestMetric Add(LoadTestMetric metric, IReadOnlyList<ResultMerger.Part> parts)
    {
        var gauges = parts.Select(p => p.Metrics!.Find(metric.Name)?.Accumulator).OfType<GaugeAccumulator>().Where(g => !g.IsEmpty).ToList();
        return metric with { Value = gauges.Sum(g => g.Value), Min = gauges.Sum(g => g.Min), Max = gauges.Sum(g => g.Max), Method = gauges.Select(MethodOf).DefaultIfEmpty().Max() };
    }

    private static FigureMethod MethodOf(GaugeAccumulator gauge) => gauge.IsThinned ? FigureMethod.Estimate : FigureMethod.Exact;

    private static LoadTestPoint Describe(TimeSeriesPoint p)
    {
        double? Percentile(double percent) => p.Latency.Count == 0 ? null : p.Latency.Percentile(percent);
        return new LoadTestPoint(
            p.Start, p.Interval, p.MeanVus, p.RequestsPerSecond, p.Failures, p.Iterations,
            Percentile(50), Percentile(95), Percentile(99), p.DataSent, p.DataReceived);
    }

    private static IEnumerable<string> Doubts(MetricSet merged)
    {
        var light = merged.Metrics.Select(m => m.Accumulator).OfType<TrendAccumulator>().Where(t => t.SourceError > 0).ToList();
        if (light.Count > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"Percentiles are estimates within {light.Max(t => t.RelativeError):P1} at worst, by light capture; each metric's RelativeError says how exact it is. Counts and sums are complete.");
        foreach (var metric in merged.Metrics)
        {
            if (metric.Accumulator.Rejected > 0)
                yield return $"{metric.Accumulator.Rejected} samples of {metric.Selector} were no finite numbers and are left out, as k6 leaves them out.";
            if (metric.Accumulator is GaugeAccumulator { IsThinned: true } && !AdditiveGauges.Contains(metric.Metric.Name))
                yield return $"Of {metric.Selector} only the last value of each second is known, by light capture: values in between may have been smaller or larger.";
            foreach (var submetric in metric.Submetrics.Where(s => s.Unseen > 0))
                yield return $"{submetric.Selector} may be incomplete: some workers did not record it.";
        }
    }
}
