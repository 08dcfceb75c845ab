namespace LoadTestAz.Merging;

/// <summary>How far a merge of files is.</summary>
/// <param name="Path">A file that is being read.</param>
/// <param name="BytesRead">Of all raw files together, as they are on the disk.</param>
/// <param name="BytesInAll">How many there are to read.</param>
public sealed record FileMergeProgress(string Path, long BytesRead, long BytesInAll);
