using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Core.Tests.Merging.K6;

/// <summary>Keeps all that it is given.</summary>
internal sealed class RecordingSink : ISampleSink
{
    public List<(DateTimeOffset Time, TagSet Tags, Sample[] Samples)> Calls { get; } = [];

    /// <summary>The samples one by one, however they were put together into calls.</summary>
    public IEnumerable<(DateTimeOffset Time, TagSet Tags, Metric Metric, double Value)> Points =>
        Calls.SelectMany(c => c.Samples.Select(s => (c.Time, c.Tags, s.Metric, s.Value)));

    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples) => Calls.Add((time, tags, samples.ToArray()));

    public void Record(TagSet tags, in SampleSummary summary) => throw new NotSupportedException("k6's raw output has samples only.");
}
