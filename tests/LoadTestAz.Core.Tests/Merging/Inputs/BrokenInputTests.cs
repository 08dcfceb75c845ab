using System.Text;
using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>One bad file among good ones is told, with its name and the place; what is good in it counts, and so do the others.</summary>
public sealed class BrokenInputTests : IDisposable
{
    private static readonly byte[] Json = Raw.Recorded("versions/v2.2");

    private readonly TemporaryFolder _work = new();

    public BrokenInputTests() => _work.Write("good/metrics.json", Raw.Recorded("formats/unix"));

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Gzip_that_breaks_off_gives_the_lines_before()
    {
        var packed = Raw.Packed(Json);
        _work.Write("bad/metrics.json.gz", packed[..(packed.Length / 2)]);
        await ExpectPart("breaks off");
    }

    [Fact]
    public async Task A_half_last_line_is_not_read()
    {
        _work.Write("bad/metrics.json", Json[..(Json.Length / 2)]);
        await ExpectPart("breaks off");
    }

    [Fact]
    public async Task A_half_last_record_of_a_CSV_is_not_read()
    {
        var csv = Unpacked("formats/rfc3339_nano/metrics.csv.gz");
        _work.Write("bad/metrics.csv", csv[..(csv.Length / 2)]);
        await ExpectPart("breaks off");
    }

    [Fact]
    public async Task Lines_that_are_no_JSON_are_counted_and_shown()
    {
        var lines = Encoding.UTF8.GetString(Json).Split('\n');
        lines[40] = "\u001b[31mWARN\u001b[0m[0004] Request Failed";
        lines[60] = lines[60][..50];
        _work.Write("bad/metrics.json", string.Join('\n', lines));

        var result = await ExpectPart("2 of its lines could not be used, such as line 41: \ufffd[31mWARN");
        Assert.All(result.Workers, w => Assert.Equal(WorkerState.Completed, w.State));
    }

    [Fact]
    public async Task Records_that_are_no_CSV_are_counted_and_shown()
    {
        var lines = Encoding.UTF8.GetString(Unpacked("formats/unix_milli/metrics.csv.gz")).Split('\n');
        lines[10] += ",one,more";
        lines[20] = "http_reqs,yesterday,1.0" + string.Concat(Enumerable.Repeat(",", 15));
        lines[30] = "\"" + lines[30];
        _work.Write("bad/metrics.csv", string.Join('\n', lines));

        await ExpectPart("3 of its lines could not be used, such as line 11: ");
    }

    [Theory]
    [InlineData("metrics.json", "", "is empty")]
    [InlineData("metrics.json.gz", "", "is empty")]
    [InlineData("metrics.csv", " \n\n", "is empty")]
    [InlineData("summary.json", "{\"root_group\":{},\n\"metrics\":{\"http_reqs\":{\"count\":1,\n", "line 3")]
    [InlineData("summary.json", "{\"metrics\":{\"a\":{\"passes\":-1,\"fails\":2,\"value\":0}}}", "'passes' of 'a' is -1")]
    [InlineData("summary.json", "{\"metrics\":{\"a\":{\"passes\":1.5,\"fails\":2,\"value\":0}}}", "which is no count")]
    [InlineData("summary.json", "{\"root_group\":{},\"metrics\":{\"a\":{\"type\":\"histogram\",\"values\":{}}}}", "is of no type that k6 has")]
    [InlineData("summary.json", "{\"root_group\":{},\"metrics\":[]}", "it has no 'metrics'")]
    [InlineData("metrics_0.json.gz", "{\"version\":1,\"submetrics\":[],\"metrics\":[{\"name\":\"a\"}]}", "no metrics file of LoadTestAz")]
    [InlineData("final_summary.json", "{\"runId\":\"a\",\"passed\":true}", "does not keep what it was made of")]
    [InlineData("final_summary.json", "{\"runId\":\"a\",\"passed\":true,\"mergeable\":\"AAAA\"}", "is damaged")]
    [InlineData("results.zip.json", "PK\u0003\u0004 and so on", "is a zip archive; unpack it first")]
    public async Task What_nothing_can_be_read_of_is_an_error(string name, string content, string message)
    {
        var path = _work.Write($"bad/{name}", content);
        var outcome = await Merged.Run(new FileMergeOptions(), _work.Path);

        var problem = Assert.Single(outcome.Problems);
        Assert.Equal((MergeProblemKind.Damaged, path), (problem.Kind, problem.Path));
        Assert.Contains($"'{path}'", problem.Message, StringComparison.Ordinal);
        Assert.Contains(message, problem.Message, StringComparison.Ordinal);
        Assert.Equal((1, 2), (outcome.Result!.Coverage.MergedWorkers, outcome.Result.Coverage.PlannedWorkers));
        Assert.False(outcome.Result.Passed);
        Assert.Contains(outcome.Result.Sources, s => s.Path == path && !s.Used && s.Detail is not null);
    }

    [Fact]
    public async Task A_pipe_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
            return;
        var path = Path.Combine(_work.Path, "pipe.json");
        using (var mkfifo = System.Diagnostics.Process.Start("mkfifo", [path]))
            await mkfifo.WaitForExitAsync(TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(_work.Path, "link.json"), path);

        var outcome = await Merged.Run(new FileMergeOptions(), _work.Path).WaitAsync(TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        Assert.Equal(["link.json", "pipe.json"], outcome.Problems.Select(p => Path.GetFileName(p.Path)).Order());
        Assert.All(outcome.Problems, p => Assert.Contains("is empty, or no file on a disk", p.Message, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_which_nothing_counts_says_why_even_if_it_is_alone()
    {
        var path = _work.Write("none/metrics.csv", "metric_name,timestamp,metric_value,check\n" + string.Concat(Enumerable.Repeat("http_reqs,yesterday,1,\n", 50)));

        var outcome = await Merged.Run(new FileMergeOptions(), path);

        Assert.Null(outcome.Result);
        Assert.Contains("50 of its lines could not be used, such as line 2: http_reqs,yesterday", Assert.Single(outcome.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Thousands_of_metrics_each_with_a_threshold_take_no_long_time()
    {
        var path = _work.Write("many/metrics.json", Raw.Lines([.. Enumerable.Range(0, 5000).SelectMany(i => new[]
        {
            Raw.Duration.Replace("http_req_duration", $"m{i}", StringComparison.Ordinal).Replace("\"thresholds\":[]", "\"thresholds\":[\"p(95)<1\"]", StringComparison.Ordinal),
            Raw.Point(metric: $"m{i}"),
        })]));

        var result = await Merged.Of(path).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

        Assert.Equal((5000, 5000), (result.Metrics.Count, result.Thresholds.Count(t => !t.Passed)));
    }

    [Fact]
    public async Task Checks_without_their_tag_count_in_the_metric_and_are_told()
    {
        const string checks = """{"type":"Metric","data":{"name":"checks","type":"rate","contains":"default","thresholds":[],"submetrics":null},"metric":"checks"}""";
        var path = _work.Write("untagged/metrics.json", Raw.Lines(checks, Raw.Point("1", metric: "checks"), Raw.Point("0", metric: "checks", tags: """{"check":"a","group":""}"""), Raw.Point("0", metric: "checks")));

        var result = await Merged.Of(path);

        Assert.Equal((3d, 1), (result.Metrics["checks"]!.Count, result.Checks.Count));
        Assert.Contains(result.Warnings, w => w.StartsWith("Of 3 outcomes of checks 2 do not say which check it was", StringComparison.Ordinal));
    }

    [Fact]
    public async Task UTF16_is_known_by_its_mark()
    {
        _work.Write("bad/metrics.json", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("{\"type\":\"Metric\"}")]);
        Assert.Contains("UTF-16", Assert.Single((await Merged.Run(new FileMergeOptions(), _work.Path)).Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Binary_rubbish_is_refused_or_passed_over()
    {
        var rubbish = new byte[300_000];
        new Random(7).NextBytes(rubbish);
        _work.Write("bad/photo.bin", rubbish);
        _work.Write("bad/metrics.json.gz", [0x1F, 0x8B, 8, 0, .. rubbish]);

        var outcome = await Merged.Run(new FileMergeOptions(), _work.Path);

        Assert.Equal("metrics.json.gz", Path.GetFileName(Assert.Single(outcome.Problems).Path));
        Assert.Equal("photo.bin", Path.GetFileName(Assert.Single(outcome.Ignored)));
        Assert.Equal(MergeProblemKind.NotMergeable, Assert.Single((await Merged.Run(new FileMergeOptions(), Path.Combine(_work.Path, "bad", "photo.bin"))).Problems).Kind);
    }

    [Theory]
    [InlineData("[", "]")]
    [InlineData("{\"a\":", "}")]
    public async Task Deep_nesting_is_refused_without_harm(string open, string close)
    {
        var deep = string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000));
        _work.Write("bad/summary.json", "{\"root_group\":" + deep + ",\"metrics\":{}}");
        _work.Write("worse/metrics.json", Raw.Lines(Raw.Duration, "{\"metric\":\"http_req_duration\",\"type\":\"Point\",\"data\":" + deep + "}", Raw.Point("1")));

        var outcome = await Merged.Run(new FileMergeOptions(), _work.Path);

        Assert.Equal("summary.json", Path.GetFileName(Assert.Single(outcome.Problems).Path));
        Assert.Contains(outcome.Result!.Warnings, w => w.Contains("worse", StringComparison.Ordinal) && w.Contains("such as line 2: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Groups_as_deep_as_scripts_have_them_are_read()
    {
        var group = """{"name":"","path":"","groups":[],"checks":[]}""";
        for (var i = 20; i > 0; i--)
            group = $$"""{"name":"g{{i}}","path":"::g{{i}}","groups":[{{group}}],"checks":[{"name":"c","path":"x","passes":1,"fails":0}]}""";
        var result = await Merged.Of(_work.Write("deep/summary.json", "{\"root_group\":" + group + ",\"metrics\":{\"http_reqs\":{\"count\":1,\"rate\":1}}}"));
        Assert.Equal(20, result.Checks.Count);
    }

    [Fact]
    public async Task Numbers_beyond_a_double_and_names_with_control_characters_do_no_harm()
    {
        _work.Write("bad/metrics.json", Raw.Lines(
            """{"type":"Metric","data":{"name":"a\u001b[2J\u0000b","type":"trend","contains":"default","thresholds":["p(95)<1e309","p(95)<9"],"submetrics":null},"metric":"a\u001b[2J\u0000b"}""",
            Raw.Point("1e309", metric: "http_reqs"), Raw.Point("2", metric: """a\u001b[2J\u0000b""")));
        _work.Write("more/summary.json", """{"root_group":{},"metrics":{"http_reqs":{"type":"counter","contains":"default","values":{"count":1e309,"rate":1}}}}""");

        var result = (await Merged.Run(new FileMergeOptions(), _work.Path)).Result!;

        Assert.Equal(2, result.Metrics["a\u001b[2J\0b"]!.Max);
        Assert.Null(result.Metrics["http_reqs"]!.Count);
        Assert.Single(result.Thresholds, t => t.Expression == "p(95)<9");
        Assert.Contains(result.Warnings, w => w.Contains("p(95)<1e309", StringComparison.Ordinal));
        Assert.DoesNotContain(result.Warnings, w => w.Any(char.IsControl));
    }

    [Fact]
    public async Task A_file_that_goes_away_or_may_not_be_read_is_told()
    {
        var path = Path.Combine(_work.Path, "gone.json");
        Assert.Equal(MergeProblemKind.NotFound, Assert.Single((await Merged.Run(new FileMergeOptions(), path)).Problems).Kind);
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
            return;
        File.SetUnixFileMode(Path.Combine(_work.Path, "good", "metrics.json"), UnixFileMode.None);
        Assert.Equal(MergeProblemKind.AccessDenied, Assert.Single((await Merged.Run(new FileMergeOptions(), _work.Path)).Problems).Kind);
    }

    [Fact]
    public async Task Two_types_of_one_name_are_an_error_that_names_both_files()
    {
        var line = """{"type":"Metric","data":{"name":"mine","type":"TYPE","contains":"default","thresholds":[],"submetrics":null},"metric":"mine"}""";
        var a = _work.Write("a.json", Raw.Lines(line.Replace("TYPE", "gauge"), Raw.Point("1", metric: "mine")));
        var b = _work.Write("b.json", Raw.Lines(line.Replace("TYPE", "rate"), Raw.Point("1", metric: "mine")));
        var both = _work.Write("both.json", [.. File.ReadAllBytes(a), .. File.ReadAllBytes(b)]);

        var e = await Assert.ThrowsAsync<MetricConflictException>(() => Merged.Run(new FileMergeOptions(), a, b));
        Assert.Contains(a, e.Message, StringComparison.Ordinal);
        Assert.Contains(b, e.Message, StringComparison.Ordinal);
        Assert.Contains(both, (await Assert.ThrowsAsync<MetricConflictException>(() => Merged.Run(new FileMergeOptions(), both))).Message, StringComparison.Ordinal);
    }

    private async Task<LoadTestResult> ExpectPart(string warning)
    {
        var result = await Merged.Of(_work.Path);
        var good = await Merged.Of(Path.Combine(_work.Path, "good"));
        Assert.True(result.Metrics["http_reqs"]!.Count > good.Metrics["http_reqs"]!.Count);
        Assert.Equal((2, 2), (result.Coverage.MergedWorkers, result.Coverage.PlannedWorkers));
        Assert.Contains(result.Warnings, w => w.Contains($"{Path.DirectorySeparatorChar}bad{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && w.Contains(warning, StringComparison.Ordinal));
        return result;
    }

    private static byte[] Unpacked(string file)
    {
        using var content = new MemoryStream();
        using var gzip = new System.IO.Compression.GZipStream(File.OpenRead(Path.Combine(Raw.Folder, file)), System.IO.Compression.CompressionMode.Decompress);
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
