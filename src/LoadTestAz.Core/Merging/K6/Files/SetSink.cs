using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>Puts samples into a set; for one thread.</summary>
internal sealed class SetSink(MetricSet set) : ISampleSink
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples) => set.Add(time, tags, samples);

    public void Record(TagSet tags, in SampleSummary summary) => set.Add(tags, summary);
}
