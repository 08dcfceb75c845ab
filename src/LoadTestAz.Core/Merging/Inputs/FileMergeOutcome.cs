namespace LoadTestAz.Merging;

/// <summary>What came of merging files.</summary>
/// <param name="Result">The result; null when no file had anything to merge.</param>
/// <param name="Problems">The files that could not be merged.</param>
/// <param name="Ignored">The files that came with others and are nothing that k6 writes.</param>
/// <param name="Runs">Folders of runs that nothing else was given with: each of them is a result of its own, and not merged here.</param>
public sealed record FileMergeOutcome(LoadTestResult? Result, IReadOnlyList<MergeProblem> Problems, IReadOnlyList<string> Ignored, IReadOnlyList<string> Runs);
