using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Secrets;

/// <summary>Takes secrets out of what names samples: their tags, and the names of metrics. Safe to use from many threads.</summary>
internal sealed class RedactingSink(ISampleSink inner, SecretRedactor redactor) : ISampleSink
{
    // A metric's name is letters, digits and '_'.
    private const string Mask = "redacted";

    // Tag sets are few; a script that makes them without end only costs time then.
    private const int MaxKnown = 10_000;

    private readonly Dictionary<TagSet, TagSet> _tagSets = [];
    private readonly Dictionary<Metric, Metric> _metrics = [];

    /// <inheritdoc/>
    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples)
    {
        TagSet clean;
        Sample[]? renamed = null;
        lock (_tagSets)
        {
            clean = Clean(_tagSets, tags, Redact);
            for (var i = 0; i < samples.Length; i++)
            {
                var metric = Clean(_metrics, samples[i].Metric, Redact);
                if (!ReferenceEquals(metric, samples[i].Metric))
                    (renamed ??= samples.ToArray())[i] = new Sample(metric, samples[i].Value);
            }
        }

        inner.Record(time, clean, renamed ?? samples);
    }

    /// <inheritdoc/>
    public void Record(TagSet tags, in SampleSummary summary)
    {
        TagSet clean;
        Metric metric;
        lock (_tagSets)
        {
            clean = Clean(_tagSets, tags, Redact);
            metric = Clean(_metrics, summary.Metric, Redact);
        }

        inner.Record(clean, new SampleSummary(metric, summary.From, summary.To, summary.Values, summary.Sum, summary.RelativeError));
    }

    private static T Clean<T>(Dictionary<T, T> known, T value, Func<T, T> redact)
        where T : class
    {
        if (known.TryGetValue(value, out var clean))
            return clean;
        if (known.Count >= MaxKnown)
            known.Clear();
        return known[value] = redact(value);
    }

    private TagSet Redact(TagSet tags)
    {
        var clean = tags.Pairs.Select(tag => KeyValuePair.Create(redactor.Redact(tag.Key), redactor.Redact(tag.Value))).ToList();
        return clean.SequenceEqual(tags.Pairs) ? tags : TagSet.Of(clean);
    }

    // A built-in one is no secret, even if somebody's happens to be "http". With the type in the name, metrics that have
    // become the same by this are of the same type, too.
    private Metric Redact(Metric metric) => BuiltInMetrics.Find(metric.Name) is null && redactor.Redact(metric.Name) is var name && name != metric.Name
        ? metric with { Name = $"{name.Replace(SecretRedactor.Mask, Mask, StringComparison.Ordinal)}_{metric.Type}".ToLowerInvariant() }
        : metric;
}
