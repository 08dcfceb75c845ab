using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>The files of one worker.</summary>
/// <param name="name">What the worker is called: by its folder, or by its file.</param>
internal sealed class WorkerGroup(string name)
{
    private readonly List<MergeSource> _sources = [];

    public string Name { get; } = name;

    public IReadOnlyList<MergeSource> Sources => _sources;

    /// <summary>The source whose figures count; null as long as none of them was good.</summary>
    public MergeSource? Best { get; set; }

    /// <summary>True when all that it has is in another group as well: it is no worker of its own.</summary>
    public bool IsCopy => Best is null && _sources.Count > 0 && _sources.All(s => s.IsCopy);

    /// <summary>Its virtual users; 0 where that is not known.</summary>
    public int Vus { get; private set; }

    /// <summary>True when it measured something in a browser.</summary>
    public bool IsBrowser { get; private set; }

    /// <summary>When its first sample was taken; null where that is not known.</summary>
    public DateTimeOffset? FirstSample { get; private set; }

    /// <summary>When its last sample was taken; null where that is not known.</summary>
    public DateTimeOffset? LastSample { get; private set; }

    public void Add(MergeSource source) => _sources.Add(source);

    public void Remove(MergeSource source) => _sources.Remove(source);

    /// <summary>Notes what its samples tell of the worker.</summary>
    public void Describe(MetricSet samples)
    {
        Vus = ToVus((samples.Find(BuiltInMetrics.VusMax.Name)?.Accumulator as GaugeAccumulator)?.Max ?? (samples.Find(BuiltInMetrics.Vus.Name)?.Accumulator as GaugeAccumulator)?.Max);
        IsBrowser = samples.Metrics.Any(m => IsOfBrowser(m.Metric.Name));
        (FirstSample, LastSample) = (samples.FirstSample, samples.LastSample);
    }

    /// <summary>Notes what its summary tells of the worker.</summary>
    public void Describe(K6Summary summary)
    {
        double? Max(Metric gauge) => summary.Find(new MetricSelector(gauge.Name, TagSet.Empty))?.Max;
        Vus = ToVus(Max(BuiltInMetrics.VusMax) ?? Max(BuiltInMetrics.Vus));
        IsBrowser = summary.Metrics.Any(m => IsOfBrowser(m.Selector.Metric));
    }

    private static int ToVus(double? vus) => vus is >= 0 and <= int.MaxValue ? (int)vus : 0;

    private static bool IsOfBrowser(string metric) => metric.StartsWith("browser_", StringComparison.Ordinal);
}
