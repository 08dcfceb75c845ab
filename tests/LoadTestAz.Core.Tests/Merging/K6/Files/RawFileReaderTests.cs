using System.IO.Compression;
using System.Text;
using LoadTestAz.Core.Tests.Metrics;
using LoadTestAz.Merging.K6.Files;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.K6.Files;

/// <summary>Raw files, read in pieces by several threads.</summary>
public sealed class RawFileReaderTests
{
    public static TheoryData<string> Recorded =>
        ["odd/w1/metrics.json.gz", "odd/w1/metrics.csv.gz", "browser-2w/w1/metrics.json.gz", "browser-2w/w2/metrics.csv.gz", "formats/rfc3339/metrics.csv.gz", "versions/v0.49/metrics.json.gz"];

    [Theory]
    [MemberData(nameof(Recorded))]
    public async Task Pieces_of_any_size_and_any_number_of_threads_give_the_same(string file)
    {
        var content = Unpack(file);
        var isCsv = file.Contains("csv", StringComparison.Ordinal);
        var whole = await Read(content, isCsv);
        Assert.Equal((0, false), (whole.Odd.Count, whole.Truncated));
        foreach (var blockBytes in new[] { 16, 200, 300, 1000, 1500, 4000, 10_000 })
        {
            foreach (var parsers in new[] { 1, 2, 5 })
            {
                var read = await Read(content, isCsv, blockBytes, parsers);
                Assert.Equal((whole.Points, 0, false), (read.Points, read.Odd.Count, read.Truncated));
                Assert.Equal(Sets.Json(whole.Metrics), Sets.Json(read.Metrics));
            }
        }
    }

    [Fact]
    public async Task A_metric_that_is_declared_late_is_known_to_all_threads()
    {
        const string declaration = """{"type":"Metric","data":{"name":"late","type":"counter","contains":"default","thresholds":[],"submetrics":[{"name":"late{status:200}"}]},"metric":"late"}""";
        var lines = Enumerable.Repeat(Raw.Point(), 500).Append(declaration).Concat(Enumerable.Repeat(Raw.Point("2", metric: "late"), 500)).ToArray();
        for (var i = 0; i < 20; i++)
        {
            var read = await Read(Raw.Lines([Raw.Duration, .. lines]), isCsv: false, blockBytes: 300, parsers: 4);
            Assert.Equal((1000, 0), (read.Points, read.Odd.Count));
            Assert.Equal(1000, ((CounterAccumulator)read.Metrics.Find("late")!.Accumulator).Sum);
            var submetric = read.Metrics.Find(MetricSelector.Parse("late{status:200}"))!;
            Assert.Equal((500, 0), (submetric.Accumulator.Samples, submetric.Unseen));
        }
    }

    [Fact]
    public async Task Of_a_gauges_values_of_one_second_the_last_in_the_file_stands()
    {
        // Falling and rising, so that neither the largest nor the first will do; an earlier second at the very end.
        var values = Enumerable.Range(0, 2000).Select(i => i % 50 == 25 ? 900 : 500 - Math.Abs(300 - (i % 600))).ToArray();
        var lines = values.Select(v => $"vus,1795393796,{v}.000000,").Append("vus,1795393795,999.000000,");
        var content = Raw.Lines(["metric_name,timestamp,metric_value,extra_tags", .. lines]);
        foreach (var (blockBytes, parsers) in new[] { (1 << 20, 1), (300, 1), (300, 2), (300, 4), (2000, 5), (40, 4) })
        {
            var vus = (GaugeAccumulator)(await Read(content, isCsv: true, blockBytes, parsers)).Metrics.Find("vus")!.Accumulator;
            Assert.Equal((values[^1], 2001), (vus.Value, vus.Samples));
        }
    }

    [Fact]
    public async Task Of_a_gauges_values_of_one_second_in_two_files_the_larger_stands()
    {
        async Task<MetricSet> Of(params int[] values) =>
            (await Read(Raw.Lines(["metric_name,timestamp,metric_value,extra_tags", .. values.Select(v => $"vus,1795393796,{v}.000000,")]), isCsv: true, blockBytes: 60, parsers: 2)).Metrics;

        var (one, other, third) = (await Of(9, 8, 7, 6, 5), await Of(1, 8), await Of(7));
        foreach (var order in new MetricSet[][] { [one, other, third], [third, other, one], [other, one, third] })
        {
            var merged = new MetricSet();
            foreach (var set in order)
                merged.Merge(set);
            Assert.Equal(8, ((GaugeAccumulator)merged.Find("vus")!.Accumulator).Value);
        }
    }

    [Fact]
    public async Task Among_declared_metrics_another_name_is_a_damaged_line()
    {
        var read = await Read(Raw.Lines(Raw.Duration, Raw.Point(), Raw.Point(metric: "http_req_durat\ufffdon"), Raw.Point(metric: "vus")), isCsv: false);
        Assert.Equal((2, 1), (read.Points, read.Odd.Count));
        Assert.Equal(3, read.Odd.Examples[0].Number);
    }

    [Fact]
    public async Task Without_any_declaration_other_files_tell_what_metrics_are()
    {
        var lines = Raw.Lines(Raw.Point("3", metric: "mine"), Raw.Point("1", metric: "yours"), Raw.Point(metric: "vus"));
        var read = await new RawFileReader { Kinds = name => name == "mine" ? new Metric(name, MetricType.Counter) : null }.ReadAsync(new MemoryStream(lines), isCsv: false, default);
        Assert.Equal(["yours"], read.Guessed);
        Assert.Equal((MetricType.Counter, MetricType.Trend, MetricType.Gauge), (read.Metrics.Find("mine")!.Metric.Type, read.Metrics.Find("yours")!.Metric.Type, read.Metrics.Find("vus")!.Metric.Type));
    }

    [Fact]
    public async Task Whoever_fails_ends_the_others()
    {
        var line = """{"type":"Metric","data":{"name":"http_reqs","type":"gauge","contains":"default"},"metric":"http_reqs"}""";
        var content = Raw.Lines([Raw.Duration, .. Enumerable.Repeat(Raw.Point(), 5000), line, line.Replace("gauge", "rate"), .. Enumerable.Repeat(Raw.Point(), 5000)]);

        // Whichever of them it is, and however far the others are.
        for (var i = 0; i < 50; i++)
            await Assert.ThrowsAsync<MetricTypeException>(() => Read(content, isCsv: false, blockBytes: 500, parsers: 4));

        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new RawFileReader { Parsers = 3, BlockBytes = 500 }.ReadAsync(new MemoryStream(content), isCsv: false, cancelled.Token));
    }

    [Fact]
    public async Task A_line_of_100_MB_is_skipped_in_little_memory()
    {
        var read = await new RawFileReader { Parsers = 2 }.ReadAsync(new LongLineStream(100 << 20), isCsv: false, default);
        Assert.Equal((2, 1, false), (read.Points, read.Odd.Count, read.Truncated));
        Assert.StartsWith("line 2: {\"metric\":\"xxx", read.Odd.Examples[0].ToString());
    }

    [Fact]
    public async Task Memory_does_not_grow_with_the_number_of_tags()
    {
        var text = new StringBuilder("""{"type":"Metric","data":{"name":"checks","type":"rate","contains":"default"},"metric":"checks"}""" + "\n");
        for (var i = 0; i < 60_000; i++)
            text.Append(Raw.Point(tags: $$"""{"url":"http://127.0.0.1/{{i}}/{{new string('x', 200)}}","name":"{{i}}"}""")).Append('\n').Append(Raw.Point("1", metric: "checks", tags: $$"""{"check":"check {{i}}"}""")).Append('\n');
        var content = Encoding.UTF8.GetBytes(text.ToString());
        text.Clear();

        var read = await Read(content, isCsv: false, parsers: 2);

        Assert.Equal(120_000, read.Points);
        Assert.Equal(60_000, read.Metrics.Checks.Sum(c => c.Passes) + read.Metrics.OtherChecks.Passes);
        Assert.Equal(10_000, read.Metrics.Checks.Count);
    }

    private static Task<RawFile> Read(byte[] content, bool isCsv, int blockBytes = BlockReader.BlockBytes, int parsers = 1) =>
        new RawFileReader { BlockBytes = blockBytes, Parsers = parsers }.ReadAsync(new MemoryStream(content), isCsv, TestContext.Current.CancellationToken);

    private static byte[] Unpack(string file)
    {
        using var content = new MemoryStream();
        using var gzip = new GZipStream(File.OpenRead(Path.Combine(Raw.Folder, file)), CompressionMode.Decompress);
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
