namespace LoadTestAz.Merging;

/// <summary>A file that could not be merged; the others were.</summary>
/// <param name="Kind">What is the matter.</param>
/// <param name="Path">The file.</param>
/// <param name="Message">The file, what is wrong with it and where, and what to do.</param>
public sealed record MergeProblem(MergeProblemKind Kind, string Path, string Message);
