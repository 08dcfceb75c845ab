using LoadTestAz.Metrics;

namespace LoadTestAz.Runs.Live;

/// <summary>Memory that one snapshot is read into.</summary>
internal sealed class LiveBuffer
{
    /// <summary>The file, of which nothing is kept.</summary>
    public MemoryStream File { get; } = new();

    /// <summary>The distributions, kept until the worker's next snapshot is there; then those of the one before are here.</summary>
    public PackedMemory Distributions { get; set; } = new();
}
