using LoadTestAz.Ports;

namespace LoadTestAz.Metrics;

/// <summary>Takes the samples of an engine's many threads into metric sets, and gives what came so far at any time.</summary>
/// <remarks>
/// Threads are spread over several sets, each with its own lock, and the sets are merged when asked for. Memory does not
/// depend on the number of samples. Safe to use from many threads.
/// </remarks>
public sealed class SampleRecorder : ISampleSink
{
    private const int MaxShards = 8;

    private readonly MetricSet[] _shards;
    private long _loadFrom = long.MinValue;
    private long _loadUntil = long.MaxValue;

    /// <summary>A recorder without samples.</summary>
    /// <param name="submetrics">The submetrics to keep beside their metrics, as thresholds name them.</param>
    public SampleRecorder(IEnumerable<MetricSelector>? submetrics = null)
    {
        var selectors = submetrics?.ToArray() ?? [];

        // Twice the processors, so that a thread that loses its processor inside the lock rarely holds up another.
        _shards = new MetricSet[Math.Clamp(2 * Environment.ProcessorCount, 1, MaxShards)];
        for (var i = 0; i < _shards.Length; i++)
            _shards[i] = new MetricSet(selectors);
    }

    /// <summary>
    /// When the load begins. Samples from before, of a setup() that all workers waited for, count in their metrics and
    /// nowhere else: neither the duration nor the course over time begins with them.
    /// </summary>
    public DateTimeOffset LoadFrom
    {
        set => Volatile.Write(ref _loadFrom, value.UtcTicks);
    }

    /// <summary>When the load ends; samples from after, of a teardown() that waited for other workers, count as those before do.</summary>
    public DateTimeOffset LoadUntil
    {
        set => Volatile.Write(ref _loadUntil, value.UtcTicks);
    }

    /// <inheritdoc/>
    /// <exception cref="MetricTypeException">A metric was known with another type.</exception>
    /// <exception cref="InvalidOperationException">There are too many metrics.</exception>
    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples)
    {
        var isLoad = time.UtcTicks >= Volatile.Read(ref _loadFrom) && time.UtcTicks <= Volatile.Read(ref _loadUntil);
        var shard = _shards[(uint)Environment.CurrentManagedThreadId % (uint)_shards.Length];
        lock (shard)
            shard.Add(time, tags, samples, isLoad);
    }

    /// <inheritdoc/>
    /// <exception cref="MetricTypeException">The metric was known with another type.</exception>
    /// <exception cref="InvalidOperationException">There are too many metrics.</exception>
    public void Record(TagSet tags, in SampleSummary summary)
    {
        // Whoever adds samples up hands some on with the next summary only.
        var collected = summary.From - (summary.To - summary.From);
        var isLoad = summary.To.UtcTicks >= Volatile.Read(ref _loadFrom) && collected.UtcTicks <= Volatile.Read(ref _loadUntil);
        var shard = _shards[(uint)Environment.CurrentManagedThreadId % (uint)_shards.Length];
        lock (shard)
            shard.Add(tags, summary, isLoad);
    }

    /// <summary>All samples so far, as an independent set. Writers wait at most while one shard is added up, about a millisecond.</summary>
    /// <exception cref="MetricTypeException">Different threads recorded a metric with different types.</exception>
    public MetricSet Snapshot()
    {
        var all = new MetricSet();
        foreach (var shard in _shards)
        {
            lock (shard)
                all.Merge(shard);
        }

        return all;
    }
}
