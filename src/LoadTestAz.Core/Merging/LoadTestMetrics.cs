using System.Collections;

namespace LoadTestAz.Merging;

/// <summary>The metrics of a result: in order, and by name (<c>$result.Metrics['http_reqs']</c>).</summary>
public sealed class LoadTestMetrics(IEnumerable<LoadTestMetric> metrics) : IReadOnlyList<LoadTestMetric>
{
    private readonly LoadTestMetric[] _all = [.. metrics.OrderBy(m => m.Name, StringComparer.Ordinal)];

    /// <inheritdoc/>
    public int Count => _all.Length;

    /// <inheritdoc/>
    public LoadTestMetric this[int index] => _all[index];

    /// <summary>The metric or submetric of that name, or null; the order of a submetric's tags does not matter.</summary>
    public LoadTestMetric? this[string name] =>
        Array.Find(_all, m => m.Name == name)
        ?? (Metrics.MetricSelector.TryParse(name, out var selector, out _) ? Array.Find(_all, m => m.Name == selector.ToString()) : null);

    /// <inheritdoc/>
    public IEnumerator<LoadTestMetric> GetEnumerator() => ((IEnumerable<LoadTestMetric>)_all).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
