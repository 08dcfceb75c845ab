using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>
/// Real files, damaged: nothing crashes, hangs or takes much memory, and a good file beside them counts. Each of the five
/// readers (JSON, CSV, summaries, metrics files, results) gets a fifth of the mutations; for a longer run the environment
/// variable LOADTEST_FUZZ says how many there are in all.
/// </summary>
[Collection(nameof(Alone))]
public sealed class FuzzTests
{
    private const int EverydayMutations = 600;

    // Of files of some kilobytes, on a machine that is busy with other things.
    private const long MaxBytes = 1L << 30;
    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Damaged_files_do_no_harm()
    {
        var mutations = int.Parse(Environment.GetEnvironmentVariable("LOADTEST_FUZZ") ?? $"{EverydayMutations}", CultureInfo.InvariantCulture);
        using var work = new TemporaryFolder();
        var good = work.Write("good/metrics.json", Raw.Lines(Raw.Duration, Raw.Point("1.25"), Raw.Point("2.5")));
        var readers = await Originals();
        var (results, problems, read) = (0, 0, 0);
        for (var seed = 0; seed < mutations; seed++)
        {
            var originals = readers[seed % readers.Length];
            var (name, content) = originals[seed / readers.Length % originals.Count];
            var bad = work.Write($"bad/{name}", new Mutator(new Random(seed)).Mutate(content));
            try
            {
                var outcome = await Merge(good, bad, exact: seed % 7 == 0);
                Assert.True(outcome.Result!.Coverage.MergedWorkers >= 1);
                Assert.True(outcome.Result.Metrics["http_req_duration"]!.Count is null or >= 2);
                Assert.All(outcome.Problems, p => Assert.Equal(bad, p.Path));
                ResultJson.Serialize(outcome.Result);
                (results, problems, read) = (results + 1, problems + outcome.Problems.Count, read + (outcome.Result.Coverage.MergedWorkers > 1 ? 1 : 0));
            }
            catch (MetricConflictException)
            {
                // The damage made a metric one of another type.
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                throw new InvalidOperationException($"seed {seed}, {name}: {e.Message}", e);
            }

            File.Delete(bad);
        }

        // Some are read in part, and some are refused: else the mutations say nothing.
        Assert.True(results > mutations * 0.9 && problems > mutations / 20 && read > mutations / 5, $"{mutations} mutations: {results} results, {problems} problems, {read} read");
    }

    private static async Task<FileMergeOutcome> Merge(string good, string bad, bool exact)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        timeout.CancelAfter(MaxTime);
        var allocated = GC.GetTotalAllocatedBytes();
        var time = Stopwatch.StartNew();
        var merge = new FileMerge(new FileMergeOptions { Exact = exact, KeptValues = exact ? 50 : FileMergeOptions.MaxKeptValues }, TimeProvider.System);
        var outcome = await merge.MergeAsync([new MergeInput(good, true), new MergeInput(bad, true)], timeout.Token).WaitAsync(2 * MaxTime, TestContext.Current.CancellationToken);
        Assert.InRange(GC.GetTotalAllocatedBytes() - allocated, 0, MaxBytes);
        return outcome;
    }

    // By reader.
    private static async Task<List<(string Name, byte[] Content)>[]> Originals()
    {
        var mixed = await Merged.Of(Path.Combine(Raw.Folder, "odd", "w1", "metrics.json.gz"), Path.Combine(Raw.Folder, "versions", "machine", "summary-export.json"));
        return
        [
            [.. Twice("odd/w1/metrics.json.gz"), .. Twice("browser-2w/w1/metrics.json.gz")],
            [.. Twice("odd/w1/metrics.csv.gz"), .. Twice("formats/rfc3339/metrics.csv.gz")],
            [.. new[] { "odd/w1/summary-export.json", "versions/v1.0/handle-summary.json", "versions/machine/summary-export.json", "browser-2w/w1/handle-summary.json" }
                .Select(file => (Path.GetFileName(file), File.ReadAllBytes(Path.Combine(Raw.Folder, file))))],
            [("metrics_0.json", MetricSetJson.Serialize(mixed.Data!.Samples)), ("metrics_0.json.gz", MetricSetJson.SerializeGzip(mixed.Data.Samples))],
            [("final_summary.json", ResultJson.Serialize(mixed))],
        ];
    }

    // Unpacked, and as it is.
    private static IEnumerable<(string Name, byte[] Content)> Twice(string file)
    {
        var packed = File.ReadAllBytes(Path.Combine(Raw.Folder, file));
        using var content = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress))
            gzip.CopyTo(content);
        return [(Path.GetFileNameWithoutExtension(file), content.ToArray()), (Path.GetFileName(file), packed)];
    }
}
