using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>Keeps the value of every sample. For one reader.</summary>
internal sealed class ValueSink : ISampleSink
{
    /// <summary>The values by metric, in the order in which they came.</summary>
    public Dictionary<Metric, List<double>> Values { get; } = [];

    /// <inheritdoc/>
    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples)
    {
        foreach (var sample in samples)
        {
            if (!Values.TryGetValue(sample.Metric, out var values))
                Values.Add(sample.Metric, values = []);
            values.Add(sample.Value);
        }
    }

    /// <inheritdoc/>
    public void Record(TagSet tags, in SampleSummary summary) => throw new NotSupportedException("A summary has no values.");
}
