namespace LoadTestAz.Merging.Inputs;

/// <summary>What stands behind the paths that are given.</summary>
/// <param name="Files">The files, each once, in ordinal order.</param>
/// <param name="RunFolders">The folders of runs; what is in them belongs to the run.</param>
/// <param name="Problems">The paths that lead nowhere.</param>
internal sealed record ScannedInputs(IReadOnlyList<MergeInput> Files, IReadOnlyList<string> RunFolders, IReadOnlyList<MergeProblem> Problems);
