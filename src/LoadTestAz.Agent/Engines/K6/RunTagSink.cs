using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// Puts the plan's tags on every sample, and keeps out how k6 counted its users while it waited for the start or, after its load, for other workers. What a
/// sample has of its own stands, as a request's tags stand over a test's in k6.
/// </summary>
internal sealed class RunTagSink(ISampleSink inner, IReadOnlyDictionary<string, string> tags) : ISampleSink
{
    // Tag sets are few; a script that makes them without end only costs time then.
    private const int MaxKnown = 10_000;

    private readonly Dictionary<TagSet, TagSet> _known = [];

    /// <summary>When the load began.</summary>
    public DateTimeOffset StartedAt { get; set; } = DateTimeOffset.MaxValue;

    /// <summary>When the load had ended, of a k6 that lingers after it.</summary>
    public DateTimeOffset EndedAt { get; set; } = DateTimeOffset.MaxValue;

    /// <inheritdoc/>
    public void Record(DateTimeOffset time, TagSet sampleTags, ReadOnlySpan<Sample> samples)
    {
        // k6 records vus and vus_max from its initialization on, paused or not, until it exits (internal/execution/scheduler.go, Init).
        if ((time < StartedAt || time > EndedAt) && AreUserCounts(samples))
            return;
        inner.Record(time, tags.Count == 0 ? sampleTags : Tagged(sampleTags), samples);
    }

    /// <inheritdoc/>
    public void Record(TagSet sampleTags, in SampleSummary summary)
    {
        // An interval may have begun before the start; what else than users is in it came after.
        if ((summary.From < StartedAt || summary.From > EndedAt) && IsUserCount(summary.Metric))
            return;

        // One that ended before the start is of a setup().
        inner.Record(tags.Count == 0 ? sampleTags : Tagged(sampleTags), summary.To < StartedAt ? summary : summary.NotBefore(StartedAt));
    }

    private static bool IsUserCount(Metric metric) => metric.Name is "vus" or "vus_max";

    private static bool AreUserCounts(ReadOnlySpan<Sample> samples)
    {
        foreach (var sample in samples)
        {
            if (!IsUserCount(sample.Metric))
                return false;
        }

        return true;
    }

    private TagSet Tagged(TagSet sampleTags)
    {
        lock (_known)
        {
            if (_known.TryGetValue(sampleTags, out var tagged))
                return tagged;
            if (_known.Count >= MaxKnown)
                _known.Clear();
            return _known[sampleTags] = TagSet.Of(tags.Concat(sampleTags.Pairs));
        }
    }
}
