using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>The Trends whose percentiles are known exactly.</summary>
internal sealed class ExactPercentiles
{
    private readonly Dictionary<MetricSelector, ITrendDistribution> _known = [];

    /// <summary>None.</summary>
    public static ExactPercentiles None => new();

    /// <summary>The Trends of which all values were kept: all of them or none, so that it does not depend on the order of reading. They are taken out of the data.</summary>
    public static async Task<ExactPercentiles> OfAsync(MergedData data, int threads, CancellationToken cancellationToken)
    {
        var exact = new ExactPercentiles();
        var trends = data.Samples.Metrics.SelectMany(m => m.Submetrics.Prepend(m)).Where(s => s.Accumulator is TrendAccumulator { IsEmpty: false }).ToList();
        var fit = data.Keep is not null && trends.Sum(t => t.Accumulator.Samples) <= data.Keep.MaxValues;
        var sorted = new double[]?[trends.Count];
        await InParallel.ForAsync(
            trends.Count,
            threads,
            i =>
            {
                var trend = (TrendAccumulator)trends[i].Accumulator;
                sorted[i] = fit && trend.Keeper is KeptValues kept && kept.Count == trend.Samples ? kept.ToSorted() : null;
                trend.Keeper = null;
            },
            cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < trends.Count; i++)
        {
            if (sorted[i] is { } values)
                exact.Add(trends[i].Selector, new ExactDistribution(values));
        }

        return exact;
    }

    /// <summary>Takes a Trend.</summary>
    public void Add(MetricSelector selector, ITrendDistribution distribution) => _known[selector] = distribution;

    /// <summary>The percentiles of a Trend, or null when they are not known exactly.</summary>
    public ITrendDistribution? Of(MetricSeries series) => _known.GetValueOrDefault(series.Selector);
}
