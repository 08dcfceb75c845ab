namespace LoadTestAz.Runs;

/// <summary>
/// How hard a load generator worked while it made load. One that is short of CPU or memory measures its own waiting as
/// well, so its latencies are suspect. What the system did not tell is null.
/// </summary>
/// <remarks>
/// The engine is k6 with what it started, such as browsers; for the HTTP engine it is the process that the engine is in.
/// The machine is the container where its CPU or memory is limited, and else the whole machine with all that runs there.
/// </remarks>
public sealed record LoadTestWorkerHealth
{
    /// <summary>Above this share of its CPU a load generator's latencies are suspect.</summary>
    public const double HighCpuShare = 0.8;

    /// <summary>Above this share of its memory a load generator is about to be killed, or to swap.</summary>
    public const double HighMemoryShare = 0.9;

    /// <summary>A peak of CPU is a mean over this time, since a short burst, as at the start, says little.</summary>
    public static readonly TimeSpan CpuWindow = TimeSpan.FromSeconds(10);

    /// <summary>The engine's share of the CPU that it might use, 0 to 1: the mean while load was made.</summary>
    public double? MeanCpuShare { get; init; }

    /// <summary>The highest mean of <see cref="MeanCpuShare"/> over <see cref="CpuWindow"/>, or over the whole of a shorter load.</summary>
    public double? PeakCpuShare { get; init; }

    /// <summary>The cores that the engine might use; a fraction where a container's limit is one.</summary>
    public double? CpuLimitCores { get; init; }

    /// <summary>The most memory of the engine that was seen, bytes.</summary>
    public long? PeakMemoryBytes { get; init; }

    /// <summary>The memory that the container may use, or that the machine has, bytes.</summary>
    public long? MemoryLimitBytes { get; init; }

    /// <summary>The machine's busy share of its CPU, 0 to 1: the mean while load was made.</summary>
    public double? MachineMeanCpuShare { get; init; }

    /// <summary>The highest mean of <see cref="MachineMeanCpuShare"/> over <see cref="CpuWindow"/>, or over the whole of a shorter load.</summary>
    public double? MachinePeakCpuShare { get; init; }

    /// <summary>The most memory in use on the machine that was seen, bytes; caches that can be dropped do not count.</summary>
    public long? MachinePeakMemoryBytes { get; init; }

    /// <summary>The higher CPU peak of the two, 0 to 1: what is judged.</summary>
    public double? CpuShare => Higher(PeakCpuShare, MachinePeakCpuShare);

    /// <summary>The higher memory peak of the two as a share of the limit, 0 to 1: what is judged.</summary>
    public double? MemoryShare => MemoryLimitBytes is > 0 and { } limit && (PeakMemoryBytes ?? MachinePeakMemoryBytes) is not null
        ? (double)Math.Max(PeakMemoryBytes ?? 0, MachinePeakMemoryBytes ?? 0) / limit
        : null;

    /// <summary>Its latencies are suspect: it had hardly any CPU to spare.</summary>
    public bool IsCpuHigh => CpuShare > HighCpuShare;

    /// <summary>It was near its memory limit.</summary>
    public bool IsMemoryHigh => MemoryShare > HighMemoryShare;

    private static double? Higher(double? one, double? other) => one is null || other > one ? other : one;
}
