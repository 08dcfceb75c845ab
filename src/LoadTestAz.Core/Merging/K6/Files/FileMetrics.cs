using System.Text;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>
/// The metrics of one file, whose blocks several threads read at once. A metric is declared before its first sample, but
/// perhaps in a block that another thread has not read yet: then the one who asks waits for the blocks before its own.
/// </summary>
/// <param name="kinds">What other files say of a metric that this one does not declare.</param>
internal sealed class FileMetrics(Func<string, Metric?> kinds)
{
    private readonly K6MetricTable _table = new();
    private readonly Dictionary<string, Metric> _undeclared = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _guessed = new(StringComparer.Ordinal);
    private readonly HashSet<long> _done = [];
    private long _doneThrough = -1;
    private bool _aborted;

    /// <summary>What the file says of its metrics; look when it is read.</summary>
    public IReadOnlyList<K6MetricDeclaration> Declarations => _table.Declarations;

    /// <summary>The metrics of which nobody says what they are: they are kept as Trends.</summary>
    public IReadOnlyCollection<string> Guessed => _guessed;

    /// <summary>False for formats that never declare a metric.</summary>
    public bool Declares { get; init; } = true;

    /// <summary>The metric of a name, with the submetrics declared for it; null when it is no metric of this file.</summary>
    /// <param name="name">In UTF-8.</param>
    /// <param name="block">The block that names it.</param>
    /// <exception cref="OperationCanceledException">Another thread has given up.</exception>
    public (Metric Metric, IReadOnlyList<string> Submetrics)? Find(ReadOnlySpan<byte> name, long block)
    {
        var text = Encoding.UTF8.GetString(name);
        lock (_table)
        {
            while (true)
            {
                if (_table.FindDeclaration(text) is { } declaration)
                    return (declaration.Metric, declaration.Submetrics);
                if (_aborted)
                    throw new OperationCanceledException();
                if (!Declares || _doneThrough >= block - 1)
                    return FindUndeclared(text) is { } metric ? (metric, []) : null;
                Monitor.Wait(_table);
            }
        }
    }

    /// <summary>Takes a declaration.</summary>
    /// <returns>False when there are too many.</returns>
    /// <exception cref="MetricTypeException">The file declares the metric with another type as well.</exception>
    public bool TryAdd(K6MetricDeclaration declaration, int size)
    {
        lock (_table)
        {
            if (_table.FindDeclaration(declaration.Metric.Name) is { Metric: var known } && known.Type != declaration.Metric.Type)
                throw new MetricTypeException(known.Name, known.Type, declaration.Metric.Type);
            return _table.TryAdd(declaration, size);
        }
    }

    /// <summary>Says that a block has been read.</summary>
    public void Done(long block)
    {
        lock (_table)
        {
            _done.Add(block);
            while (_done.Remove(_doneThrough + 1))
                _doneThrough++;
            Monitor.PulseAll(_table);
        }
    }

    /// <summary>Says that reading has ended early: nobody need wait for a block any more.</summary>
    public void Abort()
    {
        lock (_table)
        {
            _aborted = true;
            Monitor.PulseAll(_table);
        }
    }

    // k6's own metrics need no declaration. Others are taken without one only where the file has none at all, because it
    // is a CSV or somebody filtered it: among declared metrics a name that is not is a damaged line.
    private Metric? FindUndeclared(string name)
    {
        if (_undeclared.TryGetValue(name, out var known))
            return known;
        var metric = BuiltInMetrics.Find(name);
        if (metric is null && (_table.Declarations.Count > 0 || !IsName(name)))
            return null;
        metric ??= kinds(name);
        if (metric is null)
        {
            _guessed.Add(name);
            metric = new Metric(name, MetricType.Trend);
        }

        if (_undeclared.Count >= MetricSet.MaxMetrics)
            throw new InvalidOperationException($"There are more than {MetricSet.MaxMetrics} metrics ('{name}' is one too many).");
        _undeclared.Add(name, metric);
        return metric;
    }

    // https://github.com/grafana/k6/blob/v2.2.0/metrics/registry.go: nameRegexString
    private static bool IsName(string name) =>
        name.Length is > 0 and <= 128 && !char.IsAsciiDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
}
