namespace LoadTestAz.Merging;

/// <summary>A file that was given to a merge, and what became of it.</summary>
public sealed record LoadTestSource
{
    /// <summary>Where it is.</summary>
    public required string Path { get; init; }

    /// <summary>What it holds; null when it could not be told.</summary>
    public LoadTestSourceKind? Kind { get; init; }

    /// <summary>The worker that it is of, by the name of its folder or file.</summary>
    public required string Worker { get; init; }

    /// <summary>True when its figures are in the result.</summary>
    public required bool Used { get; init; }

    /// <summary>How many samples were read; null for a file that has none, only figures.</summary>
    public long? Samples { get; init; }

    /// <summary>Why it is not used, or what a reader of the figures has to know of it.</summary>
    public string? Detail { get; init; }
}
