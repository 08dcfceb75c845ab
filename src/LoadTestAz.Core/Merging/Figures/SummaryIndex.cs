using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>The metrics of many summaries by their selector, so that a thousand workers are looked through once.</summary>
internal sealed class SummaryIndex
{
    private readonly Dictionary<MetricSelector, List<SummaryFigures>> _bySelector = [];
    private readonly Dictionary<MetricSelector, HashSet<string>> _workers = [];

    public SummaryIndex(IEnumerable<WorkerSummary> summaries)
    {
        foreach (var (worker, summary) in summaries)
        {
            foreach (var metric in summary.Metrics)
            {
                var count = metric.Type is MetricType.Trend ? SummaryCounts.Of(metric, summary) : default;
                var isPerhapsEmpty = SummaryCounts.IsPerhapsEmpty(metric, summary) && count is not { AtLeast: > 0 };
                List(_bySelector, metric.Selector).Add(new(worker, metric, count, isPerhapsEmpty));
                if (!isPerhapsEmpty || metric.Selector.IsSubmetric)
                    Set(_workers, metric.Selector).Add(worker);
            }
        }
    }

    /// <summary>The metrics and submetrics that any summary has.</summary>
    public IEnumerable<MetricSelector> Selectors => _bySelector.Keys;

    /// <summary>That metric or submetric of each worker that has it.</summary>
    public IReadOnlyList<SummaryFigures> Of(MetricSelector selector) => _bySelector.TryGetValue(selector, out var found) ? found : [];

    /// <summary>The workers that have the metric, but not this submetric of it.</summary>
    public IReadOnlyList<string> WorkersWithout(MetricSelector submetric) =>
        !_workers.TryGetValue(new MetricSelector(submetric.Metric, TagSet.Empty), out var all) ? []
        : _workers.TryGetValue(submetric, out var some) ? [.. all.Except(some)] : [.. all];

    private static List<SummaryFigures> List(Dictionary<MetricSelector, List<SummaryFigures>> table, MetricSelector key) =>
        table.TryGetValue(key, out var list) ? list : table[key] = [];

    private static HashSet<string> Set(Dictionary<MetricSelector, HashSet<string>> table, MetricSelector key) =>
        table.TryGetValue(key, out var set) ? set : table[key] = new(StringComparer.Ordinal);
}
