using LoadTestAz.Metrics;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>Engines take the time of their samples from the machine's clock; the run's times are by the store's.</summary>
internal sealed class StoreTimeSink(ISampleSink inner, StoreClock clock) : ISampleSink
{
    /// <inheritdoc/>
    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples) => inner.Record(time - clock.Offset, tags, samples);

    /// <inheritdoc/>
    public void Record(TagSet tags, in SampleSummary summary) => inner.Record(tags, summary.EarlierBy(clock.Offset));
}
