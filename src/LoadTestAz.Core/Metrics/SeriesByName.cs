using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>Metrics in the ordinal order of their names, which is the order in which files have them.</summary>
/// <remarks>
/// A list, not a <see cref="SortedDictionary{TKey,TValue}"/>: a set has some twenty metrics, a merge a thousand such sets, and the
/// compiler would make that class anew in each process.
/// </remarks>
internal sealed class SeriesByName
{
    private readonly List<MetricSeries> _series = [];

    /// <summary>All of them; good until another one is added.</summary>
    public IReadOnlyList<MetricSeries> All => _series;

    /// <summary>The metric of that name; null when it is not there.</summary>
    public MetricSeries? Find(string metric) => PlaceOf(metric) is >= 0 and var place ? _series[place] : null;

    /// <summary>Adds one that is not there.</summary>
    public void Add(MetricSeries series) => _series.Insert(~PlaceOf(series.Metric.Name), series);

    // Its place, or the complement of where it belongs: mostly behind all others.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int PlaceOf(string metric)
    {
        var (low, high) = (0, _series.Count - 1);
        if (high >= 0 && string.CompareOrdinal(_series[high].Metric.Name, metric) < 0)
            return ~_series.Count;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_series[middle].Metric.Name, metric);
            if (order == 0)
                return middle;
            if (order < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return ~low;
    }
}
