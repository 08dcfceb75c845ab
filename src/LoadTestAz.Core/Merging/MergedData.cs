using LoadTestAz.Merging.Inputs;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging;

/// <summary>
/// All that a merge has: the samples and sketches of workers folded into one set, and the summaries of those that have
/// nothing better. Neither the order nor the grouping of what is put in shows.
/// </summary>
/// <param name="submetrics">The submetrics to keep.</param>
/// <param name="keep">How many values of Trends may be kept for exact percentiles; null for none.</param>
internal sealed class MergedData(IEnumerable<MetricSelector> submetrics, KeptValuesBudget? keep = null)
{
    private readonly Dictionary<string, (MetricType Type, string Path)> _origins = new(StringComparer.Ordinal);
    private readonly List<WorkerSummary> _summaries = [];
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);

    /// <summary>The folded samples.</summary>
    public MetricSet Samples { get; } = new(submetrics, keep is { } budget ? _ => new KeptValues(budget) : null);

    /// <summary>How many values may be kept.</summary>
    public KeptValuesBudget? Keep => keep;

    /// <summary>The gauges that add up.</summary>
    public AdditiveGauges Gauges { get; } = new();

    /// <summary>The summaries.</summary>
    public IReadOnlyList<WorkerSummary> Summaries => _summaries;

    /// <summary>By what the content of each worker can be known again; see <see cref="SourceIdentity"/>.</summary>
    public IReadOnlyCollection<string> Keys => _keys;

    /// <summary>How many workers' samples are in it.</summary>
    public int SampledWorkers { get; private set; }

    /// <summary>While a run goes on: for how long its workers' snapshots tell of load, on average; null when it is over.</summary>
    public TimeSpan? LoadTime { get; init; }

    /// <summary>From the first sample to the last; where a summary tells of a longer test, that. While a run goes on, <see cref="LoadTime"/>.</summary>
    public TimeSpan Duration
    {
        get
        {
            if (LoadTime is { } time)
                return time;
            var span = Samples.LastSample - Samples.FirstSample ?? TimeSpan.Zero;
            var longest = _summaries.Max(s => s.Summary.Duration) ?? TimeSpan.Zero;
            return span > longest ? span : longest;
        }
    }

    /// <summary>Takes the samples or sketches of a worker.</summary>
    /// <param name="worker">What is known of them.</param>
    /// <param name="path">Where they come from.</param>
    /// <param name="identity">What tells their content from others', if that is known already.</param>
    /// <exception cref="MetricConflictException">A metric is of another type elsewhere; then nothing was taken.</exception>
    /// <exception cref="InvalidOperationException">There are too many metrics.</exception>
    public void Add(MetricSet worker, string path, SourceIdentity? identity = null)
    {
        Claim(worker.Metrics.Select(m => m.Metric), path);
        Samples.Merge(worker);
        Gauges.Add(worker);
        _keys.UnionWith((identity ?? SourceIdentity.Of(worker)).Keys);
        SampledWorkers++;
    }

    /// <summary>Takes the summary of a worker.</summary>
    /// <inheritdoc cref="Add(MetricSet, string, SourceIdentity)"/>
    public void Add(string worker, K6Summary summary, string path, SourceIdentity? identity = null)
    {
        Claim(summary.Metrics.Select(m => m.Metric), path);
        _summaries.Add(new(worker, summary));
        _keys.UnionWith((identity ?? SourceIdentity.Of(summary)).Keys);
        foreach (var metric in summary.Metrics.Where(m => !m.Selector.IsSubmetric && m.Type is MetricType.Gauge && AdditiveGauges.Contains(m.Selector.Metric)))
        {
            if (metric is { Value: { } value, Min: { } min, Max: { } max })
                Gauges.Add(metric.Selector.Metric, new(value, min, max));
        }
    }

    /// <summary>Takes all that an earlier merge had.</summary>
    /// <inheritdoc cref="Add(MetricSet, string, SourceIdentity)"/>
    public void Add(MergedData earlier, string path)
    {
        Claim(earlier.Samples.Metrics.Select(m => m.Metric).Concat(earlier._summaries.SelectMany(s => s.Summary.Metrics).Select(m => m.Metric)), path);
        Samples.Merge(earlier.Samples);
        _summaries.AddRange(earlier._summaries);
        _keys.UnionWith(earlier._keys);
        foreach (var (metric, sums) in earlier.Gauges.All)
            Gauges.Add(metric, sums);
        SampledWorkers += earlier.SampledWorkers;
    }

    /// <summary>Puts back the samples of a merge that was saved.</summary>
    internal void Restore(MetricSet samples, int workers, IReadOnlyCollection<string> keys)
    {
        Samples.Merge(samples);
        SampledWorkers = workers;
        _keys.UnionWith(keys);
    }

    /// <summary>Puts back a summary of a merge that was saved.</summary>
    internal void Restore(WorkerSummary summary) => _summaries.Add(summary);

    /// <summary>The type that a metric is known to have, and where.</summary>
    public (MetricType Type, string Path)? OriginOf(string metric) => _origins.TryGetValue(metric, out var origin) ? origin : null;

    private void Claim(IEnumerable<Metric> metrics, string path)
    {
        var all = metrics.ToList();
        foreach (var metric in all)
        {
            if (_origins.TryGetValue(metric.Name, out var known) && known.Type != metric.Type)
                throw new MetricConflictException(metric.Name, known.Type, known.Path, metric.Type, path);
        }

        foreach (var metric in all)
            _origins.TryAdd(metric.Name, (metric.Type, path));
    }
}
