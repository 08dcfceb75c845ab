using System.Runtime.CompilerServices;
using System.Text;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>One thread's view of a file's metrics: each name is looked up in the common table once.</summary>
/// <param name="file">The common table.</param>
/// <param name="set">Where the thread's samples go; it is told of submetrics before the first sample of their metric.</param>
internal sealed class BlockMetrics(FileMetrics file, MetricSet set) : IMetricTable
{
    private readonly ByteTable<Metric> _byName = new();

    /// <summary>The block that the thread reads.</summary>
    public long Block { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Metric? Find(ReadOnlySpan<byte> name)
    {
        if (_byName.Find(name) is { } known)
            return known;
        if (file.Find(name, Block) is not { } found)
            return null;
        Declare(found.Submetrics);
        _byName.Add(name, found.Metric);
        return found.Metric;
    }

    public bool TryAdd(K6MetricDeclaration declaration, int size)
    {
        if (!file.TryAdd(declaration, size))
            return false;
        Declare(declaration.Submetrics);
        return Find(Encoding.UTF8.GetBytes(declaration.Metric.Name)) is not null;
    }

    /// <summary>Says that all samples of the block are in the set: among those of one instant the later block's stand.</summary>
    public void EndBlock() => set.Place(Block);

    private void Declare(IReadOnlyList<string> submetrics)
    {
        foreach (var submetric in submetrics)
        {
            if (MetricSelector.TryParse(submetric, out var selector, out _))
                set.Declare(selector);
        }
    }
}
