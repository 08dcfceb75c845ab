using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Benchmarks.Merging.Data;

/// <summary>Samples that a k6 wrote.</summary>
internal sealed class RecordedSamples : ISampleSink
{
    // A pattern is kept in memory.
    private const int MaxPoints = 2_000_000;

    private readonly List<K6Point> _points = [];

    private RecordedSamples()
    {
    }

    /// <summary>Those of each <c>*.json</c> and <c>*.json.gz</c> under a folder that is <c>--out json</c>, by the files' paths.</summary>
    /// <exception cref="BenchmarkException">There is none.</exception>
    public static async Task<IReadOnlyList<K6Samples>> ReadAsync(string folder, CancellationToken cancellationToken)
    {
        var all = new List<K6Samples>();
        if (!Directory.Exists(folder))
            throw new BenchmarkException($"There is no folder '{folder}'.");
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories);
        foreach (var path in files.Where(f => f.EndsWith(".json", StringComparison.Ordinal) || f.EndsWith(".json.gz", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var samples = new RecordedSamples();
            var reader = new K6JsonReader(samples);
            using var file = File.OpenRead(path);
            await reader.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            if (samples._points.Count > 0)
                all.Add(new K6Samples(reader.Declarations, samples._points));
        }

        return all.Count > 0 ? all : throw new BenchmarkException($"Under '{folder}' there is no file of k6's --out json.");
    }

    public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples)
    {
        foreach (var sample in samples)
        {
            if (_points.Count < MaxPoints)
                _points.Add(new(sample.Metric, time.UtcTicks, sample.Value, tags));
        }
    }

    public void Record(TagSet tags, in SampleSummary summary) => throw new NotSupportedException("Raw output has no summaries.");
}
