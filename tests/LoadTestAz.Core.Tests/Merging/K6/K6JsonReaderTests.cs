using System.Text;
using LoadTestAz.Core.Tests.Metrics;
using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Core.Tests.Merging.K6;

/// <summary>What a sound stream gives.</summary>
public sealed class K6JsonReaderTests
{
    [Theory]
    [InlineData("browser-2w", "w1", "w2")]
    [InlineData("odd", "w1")]
    public async Task Recorded_runs_have_the_true_figures(string folder, params string[] workers)
    {
        var merged = new MetricSet();
        foreach (var worker in workers)
        {
            var (reader, sink) = await Raw.Read(File.ReadAllBytes(Path.Combine(Raw.Folder, folder, worker, "metrics.json.gz")));
            Assert.Equal((0, false), (reader.OddLines, reader.Truncated));
            merged.Merge(Raw.Fold(reader, sink));
        }

        Truth.Check(Path.Combine(Raw.Folder, folder), merged);
    }

    [Fact]
    public async Task Any_chunks_give_the_same()
    {
        var content = Raw.Recorded("odd/w1");
        var (_, whole) = await Raw.Read(content);
        Assert.Equal(88, whole.Points.Count());
        foreach (var bytes in new[] { content, Raw.Packed(content) })
        {
            for (var chunk = 1; chunk <= 700; chunk++)
            {
                var (reader, sink) = await Raw.Read(bytes, chunk);
                Assert.Equal((0, false), (reader.OddLines, reader.Truncated));
                Assert.True(whole.Points.SequenceEqual(sink.Points), $"differs in chunks of {chunk}");
            }
        }
    }

    [Fact]
    public async Task Samples_of_a_request_come_together_with_one_tag_set()
    {
        var (_, sink) = await Raw.Read(Raw.Lines(
            Raw.Point("1", metric: "http_reqs"), Raw.Point("2"), Raw.Point("0", metric: "http_req_failed"),
            Raw.Point("3", time: "2026-11-23T00:29:57Z"), Raw.Point("4", time: "2026-11-23T00:29:57Z", tags: "{}")));
        Assert.Equal([3, 1, 1], sink.Calls.Select(c => c.Samples.Length));
        Assert.Same(sink.Calls[0].Tags, sink.Calls[1].Tags);
        Assert.Same(BuiltInMetrics.HttpReqDuration, sink.Calls[1].Samples[0].Metric);
    }

    [Fact]
    public async Task Equal_tags_are_one_instance_however_they_are_written()
    {
        var (_, sink) = await Raw.Read(Raw.Lines(
            Raw.Point(tags: """{"a":"1","b":"2"}"""), Raw.Point(tags: """{"b":"2","a":"1"}"""), Raw.Point(tags: """{ "a":"\u0031","b":"2"}""")));
        Assert.Single(sink.Calls);
    }

    [Fact]
    public async Task Declarations_hold_thresholds_and_submetrics()
    {
        const string line = """{"type":"Metric","data":{"name":"my_trend","type":"trend","contains":"time","thresholds":["p(95)<200",{"threshold":"max<1000","abortOnFail":true,"delayAbortEval":"10s"}],"submetrics":[{"name":"my_trend{a:b}","suffix":"a:b","tags":{"a":"b"}}]},"metric":"my_trend"}""";
        var (reader, sink) = await Raw.Read(Raw.Lines(line, Raw.Point(metric: "my_trend"), line, line.Replace("max<", "min<")));
        var declaration = Assert.Single(reader.Declarations);
        Assert.Equal(new Metric("my_trend", MetricType.Trend, MetricContents.Time), declaration.Metric);
        Assert.Equal(["p(95)<200", "max<1000", "min<1000"], declaration.Thresholds);
        Assert.Equal(["my_trend{a:b}"], declaration.Submetrics);
        Assert.Same(declaration.Metric, sink.Calls[0].Samples[0].Metric);
    }

    [Fact]
    public async Task Keys_may_come_in_any_order_with_others_between()
    {
        var (reader, sink) = await Raw.Read(Raw.Lines(
            """ { "data" : {"tags":{"a":"b"},"x":[{"value":7}],"value":2.5e1,"metadata":{"trace_id":"f"},"time":"2026-11-23T01:00:00+01:00"}, "y":null, "type":"Point","metric":"vus"} """,
            """{"metric":"vus","type":"Point","data":{"time":"2026-11-23T00:00:00Z","value":3,"tags":{"a":"b"},"metadata":{"trace_id":"f"}}}""",
            """{"metric":"vus","type":"Point","data":{"time":"2026-11-23T00:00:00Z","value":4,"tags":null}}"""));
        Assert.Equal(0, reader.OddLines);
        Assert.Equal([25.0, 3, 4], sink.Points.Select(p => p.Value));
        Assert.Equal(["a:b", "a:b", ""], sink.Points.Select(p => p.Tags.ToString()));
        Assert.All(sink.Points, p => Assert.Equal(new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero), p.Time));
    }

    [Fact]
    public async Task Carriage_returns_blank_lines_and_a_byte_order_mark_are_no_matter()
    {
        var text = "\uFEFF" + Raw.Duration + "\r\n\r\n\n  \n" + Raw.Point() + "\r\n" + Raw.Point();
        var (reader, _) = await Raw.Read(Encoding.UTF8.GetBytes(text));
        Assert.Equal((2, 0, false), (reader.Points, reader.OddLines, reader.Truncated));
    }

    [Fact]
    public async Task Short_and_long_way_agree_on_every_number()
    {
        var random = new Random(3);
        var numbers = Enumerable.Range(0, 20_000).Select(i => (i % 4) switch
        {
            0 => (random.Next() / 1e6).ToString("R"),
            1 => BitConverter.Int64BitsToDouble(random.NextInt64()) is var d && double.IsFinite(d) ? d.ToString("R") : "-0.5",
            2 => random.NextInt64(-(1L << 56), 1L << 56).ToString(),
            _ => $"{random.Next(-999, 999)}.{random.NextInt64(1L << 56)}",
        }).Concat(["0", "-0", "0.0", "9007199254740993", "9007199254740992", "0.1234567890123456", "123456789012345680000", "1e-9"]).ToArray();

        // The first line of any tags goes the long way; then the short one is tried.
        var (reader, sink) = await Raw.Read(Raw.Lines([Raw.Point(), .. numbers.Select(n => Raw.Point(n))]));
        Assert.Equal(0, reader.OddLines);
        Assert.Equal(numbers.Select(n => BitConverter.DoubleToInt64Bits(double.Parse(n))), sink.Points.Skip(1).Select(p => BitConverter.DoubleToInt64Bits(p.Value)));
    }

    [Fact]
    public async Task What_has_come_is_in_the_sink_before_more_is_awaited()
    {
        var sink = new RecordingSink();
        var reader = new K6JsonReader(sink);
        var pipe = new System.IO.Pipelines.Pipe();
        using var stop = new CancellationTokenSource();
        var reading = reader.ReadAsync(pipe.Reader.AsStream(), stop.Token);
        await pipe.Writer.WriteAsync(Raw.Lines(Raw.Point(), Raw.Point()));
        await pipe.Writer.WriteAsync("""{"metric":"ht"""u8.ToArray());
        for (var i = 0; i < 1000 && reader.Points < 2; i++)
            await Task.Delay(5);
        Assert.Equal(2, sink.Points.Count());
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task What_the_sink_throws_passes()
    {
        var reader = new K6JsonReader(new Refusing());
        await Assert.ThrowsAsync<MetricTypeException>(() => reader.ReadAsync(new MemoryStream(Raw.Lines(Raw.Point())), TestContext.Current.CancellationToken));
    }

    private sealed class Refusing : ISampleSink
    {
        public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples) =>
            throw new MetricTypeException(samples[0].Metric.Name, MetricType.Counter, samples[0].Metric.Type);

        public void Record(TagSet tags, in SampleSummary summary) => throw new NotSupportedException();
    }
}
