using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;
using LoadTestAz.Reporting.K6;

namespace LoadTestAz.Benchmarks.Merging.Data;

/// <summary>Small files of many workers: what LoadTestAz keeps of each, and k6's summaries.</summary>
internal static class WorkerFiles
{
    // As many points as a series can have.
    private const int Seconds = 600;

    /// <summary>What a worker measured in ten minutes.</summary>
    public static MetricSet SetOf(K6Samples pattern, int worker)
    {
        var set = new MetricSet(pattern.Metrics.SelectMany(m => m.Submetrics).Select(MetricSelector.Parse));
        foreach (var (metric, _, _) in pattern.Metrics)
            set.Declare(metric);
        var start = pattern.Points[0].UtcTicks;
        var stretch = TimeSpan.FromSeconds(Seconds - 1) / pattern.Span;
        foreach (var point in pattern.Repeat(0, worker))
            set.Add(new(start + (long)((point.UtcTicks - start) * stretch), TimeSpan.Zero), point.Tags, [new Sample(point.Metric, point.Value)]);
        return set;
    }

    /// <summary>Writes a worker's metrics file.</summary>
    public static void WriteMetrics(string path, MetricSet set) => File.WriteAllBytes(path, MetricSetJson.SerializeGzip(set));

    /// <summary>Writes a worker's summary, as handleSummary gives it.</summary>
    public static async Task WriteSummaryAsync(string path, string metricsPath, CancellationToken cancellationToken)
    {
        var merged = await new FileMerge(new FileMergeOptions(), TimeProvider.System).MergeAsync([new MergeInput(metricsPath, true)], cancellationToken).ConfigureAwait(false);
        using var file = File.Create(path);
        new K6SummaryReport().Write(merged.Result!, file);
    }
}
