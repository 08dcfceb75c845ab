using BenchmarkDotNet.Attributes;
using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Benchmarks.Merging.Data;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;

namespace LoadTestAz.Benchmarks.Parts;

/// <summary>What a worker leaves: making and reading one file, and merging those of a thousand workers.</summary>
[MemoryDiagnoser]
public class WorkerParts
{
    private const int Workers = 1000;

    private readonly DirectoryInfo _metrics = Directory.CreateTempSubdirectory("loadtestaz-");
    private readonly DirectoryInfo _summaries = Directory.CreateTempSubdirectory("loadtestaz-");
    private byte[] _packed = [];
    private MetricSet _set = new();

    [GlobalSetup]
    public async Task WriteAsync()
    {
        var pattern = GeneratedSamples.Pattern();
        _set = WorkerFiles.SetOf(pattern, 0);
        _packed = MetricSetJson.SerializeGzip(_set);
        await Parallel.ForAsync(0, Workers, async (i, token) =>
        {
            var metrics = Path.Combine(_metrics.FullName, $"metrics_{i}.json.gz");
            WorkerFiles.WriteMetrics(metrics, WorkerFiles.SetOf(pattern, i));
            await WorkerFiles.WriteSummaryAsync(Path.Combine(_summaries.FullName, $"summary_{i}.json"), metrics, token).ConfigureAwait(false);
        }).ConfigureAwait(false);
    }

    [GlobalCleanup]
    public void Delete()
    {
        _metrics.Delete(recursive: true);
        _summaries.Delete(recursive: true);
    }

    [Benchmark]
    public int Encode() => MetricSetJson.SerializeGzip(_set).Length;

    [Benchmark]
    public int EncodeSnapshot() => MetricSetJson.SerializeWithoutSeries(_set).Length;

    [Benchmark]
    public int Decode() => MetricSetJson.Deserialize(_packed).Metrics.Count;

    [Benchmark]
    public Task<LoadTestResult?> MergeThousandMetricsFiles() => MergeAsync(_metrics);

    [Benchmark]
    public Task<LoadTestResult?> MergeThousandSummaries() => MergeAsync(_summaries);

    private static async Task<LoadTestResult?> MergeAsync(DirectoryInfo folder) =>
        (await new FileMerge(new FileMergeOptions(), TimeProvider.System).MergeAsync([new MergeInput(folder.FullName, true)], CancellationToken.None).ConfigureAwait(false)).Result;
}
