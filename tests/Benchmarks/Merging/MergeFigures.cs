namespace LoadTestAz.Benchmarks.Merging;

/// <summary>What one run of a process cost.</summary>
/// <param name="Wall">From its start to its end, seconds.</param>
/// <param name="Processor">User and system time, seconds.</param>
/// <param name="Answer">What it said.</param>
internal sealed record MergeFigures(double Wall, double Processor, MergeAnswer Answer);
