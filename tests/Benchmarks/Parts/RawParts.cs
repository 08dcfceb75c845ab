using BenchmarkDotNet.Attributes;
using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Benchmarks.Merging.Data;
using LoadTestAz.Benchmarks.Merging.Peers;

namespace LoadTestAz.Benchmarks.Parts;

/// <summary>Merging 1,000 MB of raw JSON, gzip, on all processors: LoadTestAz and DuckDB, each again and again in this process.</summary>
[WarmupCount(8)]
[IterationCount(10)]
[InvocationCount(1)]
public class RawParts
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadtestaz-");

    [Params(1, 8)]
    public int Files { get; set; }

    [GlobalSetup]
    public Task WriteAsync() => MergeJob.All.First(j => j.Name == (Files == 1 ? "one" : "files"))
        .Make(_folder.FullName, [GeneratedSamples.Pattern()], new MergeSizes(1_000_000_000, Files, 0), CancellationToken.None);

    [GlobalCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [Benchmark(Baseline = true)]
    public Task<(double? Count, double? Sum, double? P95)> LoadTestAz() => MergeProcess.MergeAsync(_folder.FullName, exact: false, CancellationToken.None);

#if RELEASE
    [Benchmark]
    public Task<(double? Count, double? Sum, double? P95)> DuckDb() => DuckDbMerge.RunAsync(_folder.FullName, CancellationToken.None);
#endif
}
