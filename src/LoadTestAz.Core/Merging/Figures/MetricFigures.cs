using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>Works out the figures of each metric from all that a merge has.</summary>
internal sealed class MetricFigures
{
    private readonly MergedData _data;
    private readonly ExactPercentiles _exact;
    private readonly TimeSpan _duration;
    private readonly Func<MetricSelector, IEnumerable<double>> _percentiles;
    private readonly SummaryIndex _summaries;
    private readonly bool _isGlance;

    /// <summary>The figures of a merge.</summary>
    /// <param name="data">All that it has.</param>
    /// <param name="exact">The percentiles that are known exactly.</param>
    /// <param name="percentiles">The percentiles to show of a Trend.</param>
    /// <param name="isGlance">Without the ranges of distributions.</param>
    public MetricFigures(MergedData data, ExactPercentiles exact, Func<MetricSelector, IEnumerable<double>> percentiles, bool isGlance)
    {
        (_data, _exact, _percentiles, _isGlance, _duration) = (data, exact, percentiles, isGlance, data.Duration);
        _summaries = new SummaryIndex(data.Summaries);
    }

    /// <summary>What a reader of the figures has to know; complete after <see cref="Describe()"/>.</summary>
    public IReadOnlyList<string> Doubts { get; private set; } = [];

    /// <summary>Every metric and submetric.</summary>
    public IReadOnlyList<LoadTestMetric> Describe()
    {
        var sampled = _data.Samples.Metrics.SelectMany(m => m.Submetrics.Prepend(m)).ToList();
        var rest = _summaries.Selectors.Except(sampled.Select(s => s.Selector)).ToList();
        (MetricSeries? Series, MetricSelector Selector)[] all = [.. sampled.Select(s => (s, s.Selector)), .. rest.Select(s => ((MetricSeries?)null, s))];
        var described = new LoadTestMetric[all.Length];
        var doubts = Array.ConvertAll(described, _ => new List<string>());

        // Estimates take their time; figures of samples are there at once.
        InParallel.For(all.Length, _data.Summaries.Count > 0 ? Environment.ProcessorCount : 1, i => described[i] = Describe(all[i].Series, all[i].Selector, doubts[i]));
        Doubts = [.. doubts.SelectMany(d => d)];
        return described;
    }

    private LoadTestMetric Describe(MetricSeries? series, MetricSelector selector, List<string> doubts)
    {
        var summaries = _summaries.Of(selector);
        var kind = series?.Metric ?? summaries[0].Metric.Metric;
        var contains = summaries.Select(s => s.Metric.Contains).Append(kind.Contains).Max();
        var metric = new LoadTestMetric { Name = selector.ToString(), Type = kind.Type, Contains = contains, Method = FigureMethod.Exact };
        if (selector.IsSubmetric)
            DoubtMissing(series, selector, doubts);
        return kind.Type switch
        {
            MetricType.Counter => Counter(metric, (CounterAccumulator?)series?.Accumulator, summaries, doubts),
            MetricType.Rate => Rate(metric, (RateAccumulator?)series?.Accumulator, summaries, doubts),
            MetricType.Trend => Trend(metric, selector, series, summaries, doubts),
            _ => Gauge(metric, (GaugeAccumulator?)series?.Accumulator, summaries),
        };
    }

    private LoadTestMetric Counter(LoadTestMetric metric, CounterAccumulator? counter, IReadOnlyList<SummaryFigures> summaries, List<string> doubts)
    {
        var sum = new ExactSum();
        if (counter is not null)
            sum.Merge(counter.ExactSum);
        if (!TryAdd(metric, sum, summaries, s => s.Count, doubts))
            return metric;
        var count = sum.Value;
        return metric with { Count = count, RatePerSecond = _duration > TimeSpan.Zero ? count / _duration.TotalSeconds : null };
    }

    private LoadTestMetric Rate(LoadTestMetric metric, RateAccumulator? rate, IReadOnlyList<SummaryFigures> summaries, List<string> doubts)
    {
        var (passes, samples) = (new ExactSum(), new ExactSum());
        passes.Add(rate?.Passes ?? 0);
        samples.Add(rate?.Samples ?? 0);
        if (!TryAdd(metric, passes, summaries, s => s.Passes, doubts) || !TryAdd(metric, samples, summaries, s => s.Count, doubts))
            return metric;
        var (hits, all) = (passes.Value, samples.Value);
        return metric with { Count = all, Rate = all == 0 ? null : hits / all, Passes = (long)hits, Fails = (long)(all - hits) };
    }

    // False when a worker does not tell its part: then nobody knows the whole.
    private bool TryAdd(LoadTestMetric metric, ExactSum sum, IReadOnlyList<SummaryFigures> summaries, Func<K6.Summaries.SummaryMetric, double?> figure, List<string> doubts)
    {
        foreach (var summary in summaries)
        {
            if (figure(summary.Metric) is not { } part)
            {
                doubts.Add($"{metric.Name}: the summary of {summary.Worker} does not tell its figures, so those of all workers are not known.");
                return false;
            }

            sum.Add(part);
        }

        return true;
    }

    private LoadTestMetric Trend(LoadTestMetric metric, MetricSelector selector, MetricSeries? series, IReadOnlyList<SummaryFigures> summaries, List<string> doubts)
    {
        var trend = (TrendAccumulator?)series?.Accumulator;
        var exact = series is null ? null : _exact.Of(series);
        metric = summaries.Count == 0
            ? TrendFigures.OfSamples(metric, trend!, exact, _isGlance)
            : TrendFigures.WithSummaries(metric, trend, exact, summaries, doubts.Add);
        foreach (var summary in summaries.Where(s => s.IsPerhapsEmpty && s.Count is { AtLeast: 0, AtMost: not 0 }))
            doubts.Add($"{metric.Name}: the summary of {summary.Worker} shows nothing but zeros. They are taken as those of no sample, which k6 shows so.");

        var percentiles = _percentiles(selector).Select(p => metric.Distribution?.At(p)).OfType<LoadTestPercentile>().ToArray();
        if (percentiles.Length == 0)
            return metric;
        var method = percentiles.Max(p => p.Method);
        return metric with { Percentiles = percentiles, Method = metric.AvgBounds is not null || metric.Count is null ? FigureMethod.Estimate : method };
    }

    private LoadTestMetric Gauge(LoadTestMetric metric, GaugeAccumulator? gauge, IReadOnlyList<SummaryFigures> summaries)
    {
        if (_data.Gauges.All.TryGetValue(metric.Name, out var sums))
            return metric with { Value = sums.Value, Min = sums.Min, Max = sums.Max, Method = MethodOf(gauge) };
        var known = summaries.Where(s => !s.IsPerhapsEmpty).Select(s => s.Metric).ToList();
        if (gauge is { IsEmpty: false })
            known.Add(new() { Selector = new(metric.Name, TagSet.Empty), Type = MetricType.Gauge, Contains = metric.Contains, Value = gauge.Value, Min = gauge.Min, Max = gauge.Max });
        if (known.Count == 0)
            return metric;

        metric = metric with { Min = All(known.Select(k => k.Min))?.Min(), Max = All(known.Select(k => k.Max))?.Max() };
        var values = All(known.Select(k => k.Value));
        if (values is null || values.Distinct().Count() == 1)
            return metric with { Value = values?[0], Method = values is null ? FigureMethod.Estimate : MethodOf(gauge) };

        // No summary says when it took its last value.
        return metric with { ValueBounds = new(values.Min(), values.Max()), Method = FigureMethod.Estimate };
    }

    private static FigureMethod MethodOf(GaugeAccumulator? gauge) => gauge is { IsThinned: true } ? FigureMethod.Estimate : FigureMethod.Exact;

    private static List<double>? All(IEnumerable<double?> figures)
    {
        var all = figures.ToList();
        return all.Contains(null) ? null : all.ConvertAll(f => f!.Value);
    }

    private void DoubtMissing(MetricSeries? series, MetricSelector selector, List<string> doubts)
    {
        var without = _summaries.WorkersWithout(selector);
        if (series is { Unseen: > 0 } || without.Count > 0)
            doubts.Add($"{selector} may be incomplete: some workers did not record it{(without.Count == 0 ? "" : $", such as {without[0]}")}.");
        else if (series is null && _data.Samples.Find(selector.Metric) is { Accumulator.IsEmpty: false })
            doubts.Add($"{selector} may be incomplete: it is known from summaries only.");
    }
}
