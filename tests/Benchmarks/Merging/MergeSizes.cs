namespace LoadTestAz.Benchmarks.Merging;

/// <summary>How much is merged.</summary>
/// <param name="Bytes">Of raw output, unpacked, over all files.</param>
/// <param name="Files">Raw files, where there are several.</param>
/// <param name="Workers">Files of other kinds.</param>
internal sealed record MergeSizes(long Bytes, int Files, int Workers);
