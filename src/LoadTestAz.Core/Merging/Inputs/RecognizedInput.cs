namespace LoadTestAz.Merging.Inputs;

/// <summary>What a look at a file's first bytes tells.</summary>
/// <param name="Kind">What it holds; null when it is nothing that can be merged.</param>
/// <param name="Problem">Why it cannot be merged, as the end of a sentence about it.</param>
/// <param name="IsDamaged">True when it seems to be something that was meant to be merged.</param>
/// <param name="Beginning">The first samples of a raw file; null when they are too few to tell files apart.</param>
internal sealed record RecognizedInput(LoadTestSourceKind? Kind, string? Problem = null, bool IsDamaged = false, RawBeginning? Beginning = null)
{
    /// <summary>False when other programs write such files as well: what cannot be read of them is none of k6's, not damaged.</summary>
    public bool IsCertain { get; init; } = true;
}
