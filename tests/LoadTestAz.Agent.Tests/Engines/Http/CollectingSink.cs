using System.Collections.Concurrent;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>Keeps every sample.</summary>
internal sealed class CollectingSink : ISampleSink
{
    private readonly ConcurrentQueue<(DateTimeOffset Time, TagSet Tags, Sample[] Samples)> _records = new();
    private int _iterations;

    public IEnumerable<(DateTimeOffset Time, TagSet Tags, Sample[] Samples)> Records => _records;

    /// <summary>Called after each complete iteration with their number.</summary>
    public Action<int>? Iterated { get; set; }

    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples)
    {
        _records.Enqueue((time, tags, samples.ToArray()));
        foreach (var sample in samples)
        {
            if (sample.Metric == BuiltInMetrics.Iterations)
                Iterated?.Invoke(Interlocked.Increment(ref _iterations));
        }
    }

    /// <summary>A summary is kept as the samples that it stands for.</summary>
    public void Record(TagSet tags, in SampleSummary summary)
    {
        var metric = summary.Metric;
        foreach (var (value, count) in summary.Values)
            _records.Enqueue((summary.To, tags, [.. Enumerable.Repeat(new Sample(metric, value), (int)count)]));
    }

    /// <summary>The values of a metric, in the order in which they came.</summary>
    public IReadOnlyList<double> Values(Metric metric) =>
        [.. _records.SelectMany(r => r.Samples).Where(s => s.Metric == metric).Select(s => s.Value)];

    public double Sum(Metric metric) => Values(metric).Sum();

    /// <summary>How many requests were recorded.</summary>
    public int Requests => (int)Sum(BuiltInMetrics.HttpReqs);

    /// <summary>The tags of a metric's samples.</summary>
    public IReadOnlyList<TagSet> Tags(Metric metric) => [.. _records.Where(r => r.Samples.Any(s => s.Metric == metric)).Select(r => r.Tags)];

    /// <summary>The tag's values over all requests, each once.</summary>
    public IReadOnlyList<string?> TagValues(string name) =>
        [.. Tags(BuiltInMetrics.HttpReqs).Select(t => t.TryGetValue(name, out var value) ? value : null).Distinct()];
}
