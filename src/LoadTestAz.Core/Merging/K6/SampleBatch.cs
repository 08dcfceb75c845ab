using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Merging.K6;

/// <summary>Puts consecutive points that share their time and tags into one call of the sink, as k6's requests come.</summary>
internal sealed class SampleBatch(ISampleSink sink)
{
    private readonly Sample[] _samples = new Sample[64];
    private int _count;
    private long _utcTicks;
    private TagSet _tags = TagSet.Empty;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(in K6Point point)
    {
        if (_count == _samples.Length || point.UtcTicks != _utcTicks || !ReferenceEquals(point.Tags, _tags))
        {
            Flush();
            (_utcTicks, _tags) = (point.UtcTicks, point.Tags);
        }

        _samples[_count++] = new Sample(point.Metric, point.Value);
    }

    /// <summary>Hands over what is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Flush()
    {
        // Emptied first: what the sink refuses must not come again.
        var count = _count;
        _count = 0;
        if (count > 0)
            sink.Record(new DateTimeOffset(_utcTicks, TimeSpan.Zero), _tags, _samples.AsSpan(0, count));
    }
}
