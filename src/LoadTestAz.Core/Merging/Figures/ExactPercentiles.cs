using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>The Trends whose percentiles are known exactly.</summary>
internal sealed class ExactPercentiles
{
    private readonly Dictionary<MetricSelector, ITrendDistribution> _known = [];

    /// <summary>None.</summary>
    public static ExactPercentiles None => new();

    /// <summary>The Trends of which all values were kept: all of them or none, so that it does not depend on the order of reading. They are taken out of the data.</summary>
    public static ExactPercentiles Of(MergedData data)
    {
        var exact = new ExactPercentiles();
        var trends = data.Samples.Metrics.SelectMany(m => m.Submetrics.Prepend(m)).Where(s => s.Accumulator is TrendAccumulator { IsEmpty: false }).ToList();
        var fit = data.Keep is not null && trends.Sum(t => t.Accumulator.Samples) <= data.Keep.MaxValues;
        foreach (var series in trends)
        {
            var trend = (TrendAccumulator)series.Accumulator;
            if (fit && trend.Keeper is KeptValues kept && kept.Count == trend.Samples)
                exact.Add(series.Selector, new ExactDistribution(kept.ToSorted()));
            trend.Keeper = null;
        }

        return exact;
    }

    /// <summary>Takes a Trend.</summary>
    public void Add(MetricSelector selector, ITrendDistribution distribution) => _known[selector] = distribution;

    /// <summary>The percentiles of a Trend, or null when they are not known exactly.</summary>
    public ITrendDistribution? Of(MetricSeries series) => _known.GetValueOrDefault(series.Selector);
}
