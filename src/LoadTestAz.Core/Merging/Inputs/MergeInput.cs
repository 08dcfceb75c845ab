namespace LoadTestAz.Merging;

/// <summary>A path that is given to a merge.</summary>
/// <param name="Path">A file or a folder, in full.</param>
/// <param name="IsNamed">
/// True when somebody asked for this very file, so that it is an error when it cannot be merged; false when it came with
/// others, by a wildcard or a listing, and may be something else.
/// </param>
public sealed record MergeInput(string Path, bool IsNamed);
