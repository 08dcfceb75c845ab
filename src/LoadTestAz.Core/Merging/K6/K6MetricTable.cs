using System.Collections.Immutable;
using System.Text;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>The metrics that a stream has declared so far.</summary>
internal sealed class K6MetricTable : IMetricTable
{
    // A stream of nothing but declarations must not fill the memory.
    private const long MaxBytes = 64 << 20;

    private readonly ByteTable<Metric> _byName = new();
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (HashSet<string> Thresholds, HashSet<string> Submetrics)> _repeated = [];
    private long _bytes;

    /// <summary>Immutable, so that others may look at it while the stream goes on.</summary>
    public ImmutableList<K6MetricDeclaration> Declarations { get; private set; } = [];

    /// <summary>What was declared of a metric; null for nothing.</summary>
    public K6MetricDeclaration? FindDeclaration(string name) => _places.TryGetValue(name, out var place) ? Declarations[place] : null;

    /// <inheritdoc/>
    /// <remarks>A built-in metric is known without a declaration.</remarks>
    public Metric? Find(ReadOnlySpan<byte> name)
    {
        if (_byName.Find(name) is { } known)
            return known;

        // The longest built-in name has 26 letters: longer ones need no string.
        if (name.Length > 64 || BuiltInMetrics.Find(Encoding.UTF8.GetString(name)) is not { } builtIn)
            return null;
        _byName.Add(name, builtIn);
        return builtIn;
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Files of several workers may stand one after another in a stream: a second declaration adds what the first did not
    /// say. Should it name another type, the points that follow bear it, and the sink judges whether they fit.
    /// </remarks>
    public bool TryAdd(K6MetricDeclaration declaration, int size)
    {
        var metric = declaration.Metric;
        var earlier = FindDeclaration(metric.Name);
        var place = earlier is null ? 0 : _places[metric.Name];
        if (earlier?.Metric == metric)
        {
            if (!_repeated.TryGetValue(place, out var known))
                _repeated[place] = known = ([.. earlier.Thresholds], [.. earlier.Submetrics]);
            declaration = earlier with
            {
                Thresholds = Append(earlier.Thresholds, declaration.Thresholds.Where(known.Thresholds.Add)),
                Submetrics = Append(earlier.Submetrics, declaration.Submetrics.Where(known.Submetrics.Add)),
            };
            if (declaration.Thresholds.Count == earlier.Thresholds.Count && declaration.Submetrics.Count == earlier.Submetrics.Count)
                return true;
        }
        else if (BuiltInMetrics.Find(metric.Name) is { } builtIn && builtIn == metric)
        {
            // One instance for all streams where it can be: recorders find the same instance fastest.
            declaration = declaration with { Metric = builtIn };
        }

        if (Declarations.Count >= MetricSet.MaxMetrics || (_bytes += size) > MaxBytes)
            return false;
        if (earlier?.Metric == metric)
        {
            Declarations = Declarations.SetItem(place, declaration);
            return true;
        }

        _places[metric.Name] = Declarations.Count;
        Declarations = Declarations.Add(declaration);
        _byName.Add(Encoding.UTF8.GetBytes(metric.Name), declaration.Metric);
        return true;
    }

    // One that is declared over and over must not be copied each time.
    private static ImmutableList<string> Append(IReadOnlyList<string> known, IEnumerable<string> more) => (known as ImmutableList<string> ?? [.. known]).AddRange(more);
}
