using LoadTestAz.Benchmarks.Merging.Data;

namespace LoadTestAz.Benchmarks.Merging;

/// <summary>Files that are merged.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="Title">For the report.</param>
/// <param name="Ways">The names of the ways that can do it.</param>
/// <param name="Make">Makes the files in an empty folder, and tells how many bytes they are unpacked; 0 where nobody asks.</param>
internal sealed record MergeJob(string Name, Func<MergeSizes, string> Title, IReadOnlyList<string> Ways, Func<string, IReadOnlyList<K6Samples>, MergeSizes, CancellationToken, Task<long>> Make)
{
    private static readonly string[] OfJson = [.. MergeWay.All.Select(w => w.Name)];
    private static readonly string[] OfOneJson = [.. OfJson.Where(w => w != MergeWay.PythonPool)];
    private static readonly string[] OfCsv = [MergeWay.Ours, MergeWay.OneProcessor, MergeProcess.Exact, MergeProcess.Gunzip];
    private static readonly string[] OfSmall = [MergeWay.Ours, MergeWay.OneProcessor];

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<MergeJob> All =
    [
        new("files", s => $"{s.Files} files of raw JSON, gzip", OfJson, (folder, patterns, sizes, cancel) => MakeRawAsync(() => new JsonFileWriter(), ".json.gz", sizes.Files, folder, patterns, sizes, cancel)),
        new("one", _ => "One file of raw JSON, gzip", OfOneJson, (folder, patterns, sizes, cancel) => MakeRawAsync(() => new JsonFileWriter(), ".json.gz", 1, folder, patterns, sizes, cancel)),
        new("csv", s => $"{s.Files} files of raw CSV, gzip", OfCsv, (folder, patterns, sizes, cancel) => MakeRawAsync(() => new CsvFileWriter(), ".csv.gz", sizes.Files, folder, patterns, sizes, cancel)),
        new("metrics", s => $"{s.Workers} metrics files of LoadTestAz", OfSmall, MakeMetricsAsync),
        new("summaries", s => $"{s.Workers} summaries of k6", OfSmall, MakeSummariesAsync),
    ];

    private static async Task<long> MakeRawAsync(
        Func<RawFileWriter> writer, string extension, int files, string folder, IReadOnlyList<K6Samples> patterns, MergeSizes sizes, CancellationToken cancellationToken)
    {
        var bytes = 0L;
        await Parallel.ForAsync(0, files, cancellationToken, (i, token) =>
        {
            Interlocked.Add(ref bytes, writer().Write(Path.Combine(folder, $"worker-{i}{extension}"), patterns[i % patterns.Count], i, sizes.Bytes / files, token));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return bytes;
    }

    private static async Task<long> MakeMetricsAsync(string folder, IReadOnlyList<K6Samples> patterns, MergeSizes sizes, CancellationToken cancellationToken)
    {
        await Parallel.ForAsync(0, sizes.Workers, cancellationToken, (i, token) =>
        {
            WorkerFiles.WriteMetrics(Path.Combine(folder, $"metrics_{i}.json.gz"), WorkerFiles.SetOf(patterns[i % patterns.Count], i));
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);
        return 0;
    }

    private static async Task<long> MakeSummariesAsync(string folder, IReadOnlyList<K6Samples> patterns, MergeSizes sizes, CancellationToken cancellationToken)
    {
        await Parallel.ForAsync(0, sizes.Workers, cancellationToken, async (i, token) =>
        {
            var metrics = Path.Combine(folder, $"metrics_{i}.json.gz");
            WorkerFiles.WriteMetrics(metrics, WorkerFiles.SetOf(patterns[i % patterns.Count], i));
            await WorkerFiles.WriteSummaryAsync(Path.Combine(folder, $"summary_{i}.json"), metrics, token).ConfigureAwait(false);
            File.Delete(metrics);
        }).ConfigureAwait(false);
        return 0;
    }
}
