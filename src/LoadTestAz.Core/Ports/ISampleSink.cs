using LoadTestAz.Metrics;

namespace LoadTestAz.Ports;

/// <summary>Where an engine puts what it measures. Safe to call from many threads at once.</summary>
public interface ISampleSink
{
    /// <summary>Takes samples that share an instant and their tags; none is dropped.</summary>
    /// <param name="time">When they were taken (UTC).</param>
    /// <param name="tags">Their tags; use the same instance again where the tags are the same.</param>
    /// <param name="samples">The values, milliseconds for times and bytes for data.</param>
    void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples);

    /// <summary>Takes many samples that share their tags, where only a summary of them is known.</summary>
    /// <param name="tags">Their tags; use the same instance again where the tags are the same.</param>
    /// <param name="summary">What is known of them.</param>
    void Record(TagSet tags, in SampleSummary summary);
}
