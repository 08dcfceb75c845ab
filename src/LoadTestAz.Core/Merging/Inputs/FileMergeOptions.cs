using LoadTestAz.Plans;

namespace LoadTestAz.Merging;

/// <summary>How files are merged.</summary>
public sealed record FileMergeOptions
{
    /// <summary>
    /// So many values of Trends are kept in memory (8 bytes each; those of submetrics count again): up to here percentiles
    /// from raw samples are exact, beyond they come from sketches.
    /// </summary>
    public const int MaxKeptValues = 4_000_000;

    /// <summary>What the result is called; null for the folder that holds the files.</summary>
    public string? Name { get; init; }

    /// <summary>Thresholds to judge beside those in the files; for the same metric these alone count.</summary>
    public IReadOnlyList<LoadTestThresholdRule> Thresholds { get; init; } = [];

    /// <summary>Whether percentiles are to be exact for any number of raw samples; the files are read again for it.</summary>
    public bool Exact { get; init; }

    /// <summary>Told now and then how far it is.</summary>
    public Action<FileMergeProgress>? Report { get; init; }

    internal int KeptValues { get; init; } = MaxKeptValues;

    internal int Threads { get; init; } = Environment.ProcessorCount;
}
