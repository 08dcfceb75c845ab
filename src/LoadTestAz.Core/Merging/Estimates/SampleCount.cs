namespace LoadTestAz.Merging.Estimates;

/// <summary>How many samples there are, as far as that is known.</summary>
/// <param name="AtLeast">No fewer than these; 0 when there may be none.</param>
/// <param name="AtMost">No more than these; null when nothing limits them.</param>
public readonly record struct SampleCount(long AtLeast, long? AtMost)
{
    /// <summary>One or more.</summary>
    public static SampleCount Unknown => new(1, null);

    /// <summary>The number, where it is known.</summary>
    public long? Exact => AtLeast == AtMost ? AtMost : null;

    /// <summary>This many, no more and no fewer.</summary>
    public static SampleCount Exactly(long count) => new(count, count);

    /// <summary>This many; one or more when null.</summary>
    public static SampleCount Of(long? count) => count is { } known ? Exactly(known) : Unknown;

    /// <inheritdoc/>
    public override string ToString() => Exact is { } count ? $"{count}" : AtMost is { } most ? $"{AtLeast} to {most}" : $"{AtLeast} or more";
}
