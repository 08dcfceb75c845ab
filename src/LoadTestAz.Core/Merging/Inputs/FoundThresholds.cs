using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Merging.Inputs;

/// <summary>The thresholds of a merge: those that its inputs have, and those that are given, which replace the inputs' for the same metric.</summary>
internal sealed class FoundThresholds(IReadOnlyList<LoadTestThresholdRule> given)
{
    // The same order in every culture.
    private static readonly Comparer<(string Metric, string Expression)> Ordinal = Comparer<(string Metric, string Expression)>.Create((a, b) =>
        string.CompareOrdinal(a.Metric, b.Metric) is var order and not 0 ? order : string.CompareOrdinal(a.Expression, b.Expression));

    private readonly SortedDictionary<(string Metric, string Expression), LoadTestThresholdRule> _found = new(Ordinal);
    private readonly SortedSet<string> _unreadable = new(StringComparer.Ordinal);
    private readonly HashSet<string> _replaced = [.. given.Select(g => MetricSelector.Parse(g.Metric).ToString())];

    /// <summary>All of them: the given ones as they were given, then the others by metric and expression.</summary>
    public IReadOnlyList<LoadTestThresholdRule> All => [.. given, .. _found.Values];

    /// <summary>What was found, but is no threshold.</summary>
    public IEnumerable<string> Warnings => _unreadable.Select(t => $"The threshold '{t}' in the input is none that can be judged, and is left out.");

    /// <summary>Takes one of an input. Safe to call from many threads.</summary>
    public void Add(string metric, string expression)
    {
        lock (_found)
        {
            if (!MetricSelector.TryParse(metric, out var selector, out _) || !ThresholdExpression.TryParse(expression, out var parsed, out _))
                _unreadable.Add($"{metric}: {expression}");
            else if (!_replaced.Contains(selector.ToString()))
                _found[(selector.ToString(), string.Concat(parsed.Source.Where(c => !char.IsWhiteSpace(c))))] = new(selector.ToString(), parsed.Source);
        }
    }
}
