using LoadTestAz.Metrics;

namespace LoadTestAz.Merging;

/// <summary>
/// How many VUs there are is counted by each worker for itself: over all workers these gauges add up, like nothing else
/// that is a gauge.
/// </summary>
internal sealed class AdditiveGauges
{
    private readonly SortedDictionary<string, Sums> _sums = new(StringComparer.Ordinal);

    /// <summary>The sums by the metric's name.</summary>
    public IReadOnlyDictionary<string, Sums> All => _sums;

    /// <summary>True for the metrics that add up.</summary>
    public static bool Contains(string metric) => metric == BuiltInMetrics.Vus.Name || metric == BuiltInMetrics.VusMax.Name;

    /// <summary>Takes those of one worker.</summary>
    public void Add(MetricSet worker)
    {
        foreach (var series in worker.Metrics)
        {
            if (Contains(series.Metric.Name) && series.Accumulator is GaugeAccumulator { IsEmpty: false } gauge)
                Add(series.Metric.Name, new(gauge.Value, gauge.Min, gauge.Max));
        }
    }

    /// <summary>Takes one gauge of a worker, or of several.</summary>
    public void Add(string metric, Sums more)
    {
        var known = _sums.GetValueOrDefault(metric);
        _sums[metric] = new(known.Value + more.Value, known.Min + more.Min, known.Max + more.Max);
    }

    /// <summary>The sums of a gauge.</summary>
    /// <param name="Value">Of the last values.</param>
    /// <param name="Min">Of the smallest.</param>
    /// <param name="Max">Of the largest.</param>
    internal readonly record struct Sums(double Value, double Min, double Max);
}
