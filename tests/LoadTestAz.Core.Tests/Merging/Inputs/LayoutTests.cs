using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>However the files of workers lie, each worker counts once.</summary>
public sealed class LayoutTests : IDisposable
{
    private const double Iterations = 8;

    private readonly TemporaryFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Theory]
    [InlineData("w1.json.gz w2.json.gz")]
    [InlineData("k6-raw-0.json.gz k6-raw-1.json.gz")]
    [InlineData("eu/w1/out.gz us/w1/out.gz")]
    [InlineData("a.log b.log")]
    public async Task A_file_each(string names)
    {
        foreach (var (name, worker) in names.Split(' ').Zip(["w1", "w2"]))
            Put(worker, "metrics.json.gz", name);

        var result = await Merged.Of(_work.Path);

        Assert.Equal(Iterations, result.Metrics["iterations"]!.Count);
        Assert.Equal(2, result.Workers.Select(w => w.Name).Distinct().Count());
    }

    // The summary of a k6 whose raw file breaks off has other totals, so that its name must tell.
    [Theory]
    [InlineData("raw/{0}.json.gz", "summaries/{0}.json", 2)]
    [InlineData("raw/{0}/metrics.json.gz", "summaries/{0}/summary.json", 2)]
    [InlineData("raw/{0}.json.gz", "summaries/{0}-summary.json", 2)]
    [InlineData("raw/{0}.json.gz", "summaries/other-{0}.json", 3)]
    public async Task A_file_that_breaks_off_and_the_summary_elsewhere_of_the_same_name_are_one_worker(string raw, string summary, int workers)
    {
        foreach (var worker in new[] { "w1", "w2" })
        {
            Put(worker, "metrics.json.gz", string.Format(null, raw, worker));
            Put(worker, "summary-export.json", string.Format(null, summary, worker));
        }

        var broken = Path.Combine(_work.Path, string.Format(null, raw, "w2"));
        var packed = await File.ReadAllBytesAsync(broken, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(broken, packed[..(packed.Length / 2)], TestContext.Current.CancellationToken);

        var result = await Merged.Of(_work.Path);

        Assert.Equal(workers, result.Workers.Count);
        Assert.Equal(workers == 2, result.Warnings.Any(w => w.Contains("breaks off; ") && w.Contains("is not counted again, and tells how much is missing: ")));
        Assert.Equal(workers == 2, result.Metrics["iterations"]!.Count < Iterations);
    }

    [Theory]
    [InlineData("{0}/metrics.json.gz {0}/metrics.csv.gz {0}/handle-summary.json {0}/summary-export.json")]
    [InlineData("metrics_{0}.json.gz metrics_{0}.csv.gz handle_summary_{0}.json summary-export_{0}.json")]
    [InlineData("{0}.json.gz {0}.csv.gz {0}-summary.json {0}-summary-export.json")]
    [InlineData("worker-{0}-out.json worker-{0}.csv worker-{0}-handle-summary.json worker-{0}-export.json")]
    [InlineData("raw/{0}.json.gz csv/{0}.csv.gz summaries/{0}.json exports/{0}.json")]
    [InlineData("a/{0}/x b/{0}/y c/{0}/z d/{0}/v")]
    public async Task Four_files_each_in_any_places_count_once(string names)
    {
        foreach (var worker in new[] { "w1", "w2" })
        {
            var places = string.Format(null, names, worker).Split(' ');
            Put(worker, "metrics.json.gz", places[0]);
            Put(worker, "metrics.csv.gz", places[1]);
            Put(worker, "handle-summary.json", places[2]);
            Put(worker, "summary-export.json", places[3]);
        }

        var result = await Merged.Of(_work.Path);

        using var truth = new MergedTruth("browser-2w");
        truth.Check(result, 1e-9, 1e-9);
        Assert.Equal((2, 2), (result.Coverage.MergedWorkers, result.Coverage.PlannedWorkers));
        Assert.Equal(8, result.Sources.Count);
        Assert.All(result.Sources, s => Assert.Equal(s.Kind is LoadTestSourceKind.K6Json, s.Used));
        Assert.All(result.Sources.Where(s => !s.Used), s => Assert.NotNull(s.Detail));
    }

    [Fact]
    public async Task The_summary_of_one_worker_beside_the_samples_of_another_is_a_worker_of_its_own()
    {
        Put("w1", "metrics.json.gz", "results/metrics.json.gz");
        Put("w2", "summary-export.json", "results/summary-export.json");

        var result = await Merged.Of(_work.Path);

        Assert.Equal(Iterations, result.Metrics["iterations"]!.Count);
        Assert.Equal(2, result.Sources.Count(s => s.Used));
        Assert.Contains(result.Warnings, w => w.Contains("is not of the same worker", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_CSV_of_one_worker_beside_the_JSON_of_another_is_a_worker_of_its_own()
    {
        Put("w1", "metrics.json.gz", "results/metrics.json.gz");
        Put("w2", "metrics.csv.gz", "results/metrics.csv.gz");

        var result = await Merged.Of(_work.Path);

        Assert.Equal(Iterations, result.Metrics["iterations"]!.Count);
        Assert.Contains(result.Warnings, w => w.Contains("begin with other samples", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("2026-11-23T00:30:40Z", 0)]
    [InlineData("2026-11-24T00:29:56Z", 1)]
    public async Task Files_of_tests_that_are_far_apart_are_warned_of(string second, int warnings)
    {
        _work.Write("a.json", Raw.Lines(Raw.Duration, Raw.Point("1.25"), Raw.Point("2.5")));
        _work.Write("b.json", Raw.Lines(Raw.Duration, Raw.Point("3.25", time: second), Raw.Point("4.5", time: second)));

        Assert.Equal(warnings, (await Merged.Of(_work.Path)).Warnings.Count(w => w.Contains("are these files of several tests?", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Copies_of_a_file_count_once()
    {
        Put("w1", "metrics.json.gz", "w1/metrics.json.gz");
        Put("w1", "metrics.json.gz", "backup/w1/metrics.json.gz");
        Put("w2", "metrics.json.gz", "w2/metrics.json.gz");
        Put("w2", "metrics.csv.gz", "csv/w2.csv.gz");

        var result = await Merged.Of(_work.Path);

        Assert.Equal(Iterations, result.Metrics["iterations"]!.Count);
        Assert.Equal((2, 2), (result.Coverage.MergedWorkers, result.Coverage.PlannedWorkers));
        Assert.Equal(2, result.Warnings.Count(w => w.Contains("is not counted again", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Samples_that_break_off_are_known_to_be_of_the_worker_whose_summary_lies_with_them()
    {
        var whole = Raw.Recorded("versions/v2.2");
        _work.Write("w1/metrics.json", whole[..(whole.Length * 2 / 3)]);
        File.Copy(Path.Combine(Raw.Folder, "versions", "v2.2", "summary-export.json"), Path.Combine(_work.Path, "w1", "summary.json"));

        var result = await Merged.Of(_work.Path);

        Assert.Single(result.Workers);
        Assert.True(result.Metrics["http_reqs"]!.Count is > 0 and < 121, $"{result.Metrics["http_reqs"]!.Count}");
        Assert.Contains(result.Warnings, w => w.Contains("tells how much is missing: http_reqs", StringComparison.Ordinal));
        Assert.Equal((1, 0), (result.Coverage.MergedWorkers, result.Coverage.FinishedWorkers));
        Assert.False(result.Passed);
    }

    [Fact]
    public async Task Of_two_files_that_break_off_the_one_with_more_in_it_counts()
    {
        var json = Raw.Recorded("versions/v2.2");
        var csv = await File.ReadAllBytesAsync(Path.Combine(Raw.Folder, "formats", "unix", "metrics.csv.gz"));
        _work.Write("w1/metrics.json", json[..(json.Length / 2)]);
        _work.Write("w2/metrics.json", Raw.Recorded("formats/unix")[..9000]);
        _work.Write("w2/metrics.csv.gz", csv[..^100]);

        var result = await Merged.Of(_work.Path);

        Assert.Equal(LoadTestSourceKind.K6Csv, Assert.Single(result.Sources, s => s.Used && s.Worker == "w2").Kind);
    }

    [Fact]
    public async Task Metrics_files_and_an_earlier_result_of_them_do_not_count_twice()
    {
        foreach (var (worker, i) in new[] { "w1", "w2" }.Select((w, i) => (w, i)))
            _work.Write($"metrics_{i}.json.gz", MetricSetJson.SerializeGzip((await Merged.Of(Path.Combine(Raw.Folder, "browser-2w", worker, "metrics.json.gz"))).Data!.Samples));
        var both = await Merged.Of(_work.Path);
        _work.Write("final_summary.json", ResultJson.Serialize(both));

        var result = await Merged.Of(_work.Path);
        Assert.Equal(Iterations, result.Metrics["iterations"]!.Count);
        Assert.False(Assert.Single(result.Sources, s => s.Kind is LoadTestSourceKind.Result).Used);

        // One of them alone with the result: nobody can take it out of the result again.
        File.Delete(Path.Combine(_work.Path, "metrics_1.json.gz"));
        var outcome = await Merged.Run(new FileMergeOptions(), _work.Path);
        Assert.Equal(MergeProblemKind.Overlapping, Assert.Single(outcome.Problems).Kind);
        Assert.Equal(Iterations / 2, outcome.Result!.Metrics["iterations"]!.Count);
    }

    [Fact]
    public async Task Other_files_are_passed_over_and_links_do_not_lead_in_circles()
    {
        Put("w1", "metrics.json.gz", "w1/metrics.json.gz");
        _work.Write("w1/stdout.log", "running (0m01.0s), 5/5 VUs\n");
        _work.Write("w1/exit-code.txt", "0\n");
        _work.Write("package.json", """{"name":"tests","metrics":{"a":{"b":1}}}""");
        _work.Write("list.json", "[1,2,3]");
        _work.Write(".git/metrics.json", "broken");
        Directory.CreateSymbolicLink(Path.Combine(_work.Path, "w1", "up"), _work.Path);

        var outcome = await Merged.Run(new FileMergeOptions(), _work.Path);

        Assert.Empty(outcome.Problems);
        Assert.Equal(["list.json", "package.json", "exit-code.txt", "stdout.log"], outcome.Ignored.Select(Path.GetFileName));
        Assert.Equal(Iterations / 2, outcome.Result!.Metrics["iterations"]!.Count);
    }

    [Fact]
    public async Task Links_to_folders_are_followed_but_no_folder_counts_twice()
    {
        Put("w1", "metrics.json.gz", "kept/w1/metrics.json.gz");
        Put("w2", "metrics.json.gz", "kept/w2/metrics.json.gz");
        Directory.CreateDirectory(Path.Combine(_work.Path, "all"));
        foreach (var (link, target) in new[] { ("first", "kept/w1"), ("second", "kept/w2"), ("again", "kept/w1"), ("circle", "all") })
            Directory.CreateSymbolicLink(Path.Combine(_work.Path, "all", link), Path.Combine(_work.Path, target));

        var linked = await Merged.Of(Path.Combine(_work.Path, "all"));
        Assert.Equal((Iterations, 2), (linked.Metrics["iterations"]!.Count, linked.Sources.Count));

        var both = await Merged.Of(_work.Path);
        Assert.Equal((Iterations, 2), (both.Metrics["iterations"]!.Count, both.Sources.Count));
        Assert.Equal(["w1", "w2"], both.Workers.Select(w => w.Name));
    }

    [Fact]
    public async Task A_file_that_is_named_twice_counts_once()
    {
        var path = Put("w1", "metrics.json.gz", "w1/metrics.json.gz");
        var result = await Merged.Of(path, _work.Path, Path.Combine(_work.Path, "w1", "..", "w1", "metrics.json.gz"));
        Assert.Equal(Iterations / 2, result.Metrics["iterations"]!.Count);
        Assert.Single(result.Sources);
    }

    private string Put(string worker, string file, string place) => _work.Write(place, File.ReadAllBytes(Path.Combine(Raw.Folder, "browser-2w", worker, file)));
}
