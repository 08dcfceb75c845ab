using System.Text;
using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Core.Tests.Merging.K6;

/// <summary>What a damaged or hostile stream gives: all that is sound in it, and a count of the rest.</summary>
public sealed class K6JsonReaderBrokenTests
{
    [Theory]
    [InlineData("null")]
    [InlineData("1e309")]
    [InlineData("-1e309")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("\"1\"")]
    [InlineData("NaN")]
    [InlineData("")]
    public async Task Values_that_are_no_numbers_are_odd(string value)
    {
        var (reader, sink) = await Raw.Read(Raw.Lines(Raw.Point("1"), Raw.Point(value), Raw.Point("2")));
        Assert.Equal([1.0, 2], sink.Points.Select(p => p.Value));
        Assert.Equal((1, "line 2: " + Raw.Point(value)), (reader.OddLines, Assert.Single(reader.OddExamples)));
    }

    [Theory]
    [InlineData("""{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-23T00:29:56Z","tags":{}}}""")]
    [InlineData("""{"metric":"http_req_duration","type":"Point","data":{"value":1,"tags":{}}}""")]
    [InlineData("""{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-23T00:29:56Z","value":1,"tags":{"a":1}}}""")]
    [InlineData("""{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-23T00:29:56Z","value":1,"tags":{"a":"\ud800"}}}""")]
    [InlineData("""{"metric":"http_req_duration","type":"Point","data":[]}""")]
    [InlineData("""{"metric":"http_req_duration","type":"Point"}""")]
    [InlineData("""{"type":"Point","data":{"time":"2026-11-23T00:29:56Z","value":1,"tags":{}}}""")]
    [InlineData("""{"metric":"never_declared","type":"Point","data":{"time":"2026-11-23T00:29:56Z","value":1,"tags":{}}}""")]
    [InlineData("""{"type":"Metric","data":{"name":"a","type":"histogram","contains":"default"},"metric":"a"}""")]
    [InlineData("""{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-23T00:29:56Z","value":1,"tags":{}}}{"metric":"vus"}""")]
    [InlineData("""{"metric":"http_req_duration","type":"Point","data":{"time":"2026-11-23T00:29:56Z","value":1,"tags":{},}}}""")]
    [InlineData("""{"type":"Metric","data":{"name":"a","contains":"default"},"metric":"a"}""")]
    public async Task Lines_without_what_is_needed_are_odd(string line)
    {
        var foreign = new List<string>();
        var (reader, _) = await Raw.Read(Raw.Lines(line, Raw.Point()), foreign: foreign.Add);
        Assert.Equal((1, 1), (reader.Points, reader.OddLines));
        Assert.Empty(foreign);
    }

    [Fact]
    public async Task Console_text_goes_its_own_way()
    {
        string[] text = ["running (0m01.0s), 5/5 VUs", "{", "{not json}", """{"level":"info","msg":"hello"}""", """{"type":3}""", "\"text\"", "[1]"];
        var content = Raw.Lines([.. text.SelectMany(t => new[] { t, Raw.Point() })]);
        var seen = new List<string>();
        var (reader, _) = await Raw.Read(content, foreign: seen.Add);
        Assert.Equal((text.Length, 0), (reader.Points, reader.OddLines));
        Assert.Equal(text, seen);

        (reader, _) = await Raw.Read(content);
        Assert.Equal((text.Length, text.Length), (reader.Points, reader.OddLines));
        Assert.Equal(["line 1: " + text[0], "line 3: {", "line 5: {not json}"], reader.OddExamples.Take(3));
    }

    [Fact]
    public async Task Examples_are_few_short_and_harmless()
    {
        var (reader, _) = await Raw.Read(Raw.Lines([.. Enumerable.Repeat("\e[2J\a" + new string('ü', 100_000), 50)]));
        Assert.Equal(50, reader.OddLines);
        Assert.Equal(5, reader.OddExamples.Count);
        Assert.All(reader.OddExamples, e => Assert.True(e.Length <= 208 && !e.Any(char.IsControl), e));
    }

    [Fact]
    public async Task A_stream_cut_anywhere_keeps_the_lines_before()
    {
        var content = Raw.Lines(Raw.Duration, Raw.Point("1"), Raw.Point("2"), Raw.Point("3", tags: """{"b":"ünï"}"""));
        for (var length = 0; length <= content.Length; length++)
        {
            var (reader, _) = await Raw.Read(content[..length]);
            var newlines = content[..length].Count(b => b == '\n');
            var atEnd = length == content.Length || content[length] == '\n';
            Assert.Equal(0, reader.OddLines);
            Assert.Equal(Math.Max(0, newlines - (atEnd && length < content.Length ? 0 : 1)), reader.Points);
            Assert.Equal(!atEnd && length > 0 && content[length - 1] != '\n', reader.Truncated);
        }
    }

    [Fact]
    public async Task Gzip_cut_anywhere_keeps_the_lines_before()
    {
        var content = Raw.Recorded("odd/w1");
        var (_, whole) = await Raw.Read(content);
        var packed = Raw.Packed(content);
        var most = 0L;
        for (var length = 2; length < packed.Length; length++)
        {
            var (reader, sink) = await Raw.Read(packed[..length], chunk: 1000);
            Assert.True(reader.Truncated, $"cut at {length}");
            Assert.Equal(0, reader.OddLines);
            Assert.True(whole.Points.Take((int)reader.Points).SequenceEqual(sink.Points));
            Assert.True(reader.Points >= most, $"cut at {length} gives less");
            most = reader.Points;
        }

        Assert.Equal(whole.Points.Count(), most);
    }

    [Fact]
    public async Task Gzip_members_follow_one_another()
    {
        var one = Raw.Packed(Raw.Lines(Raw.Duration, Raw.Point()));
        foreach (var chunk in new[] { 1, one.Length - 1, one.Length, one.Length + 1, int.MaxValue })
        {
            var (reader, _) = await Raw.Read([.. one, .. one, .. one], chunk);
            Assert.Equal((3, 0, false), (reader.Points, reader.OddLines, reader.Truncated));
            (reader, _) = await Raw.Read([.. one, .. one, .. one[..^9]], chunk);
            Assert.True(reader.Truncated);
        }
    }

    [Fact]
    public async Task A_line_of_50_MB_is_skipped_without_keeping_it()
    {
        var reader = new K6JsonReader(new RecordingSink());
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = reader.ReadAsync(new LongLineStream(50 << 20), TestContext.Current.CancellationToken);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(reading.IsCompletedSuccessfully);
        await reading;
        Assert.Equal((2, 1, false), (reader.Points, reader.OddLines, reader.Truncated));
        Assert.StartsWith("line 2: {\"metric\":\"xxx", reader.OddExamples[0]);

        // The buffer doubles from 256 KB to 16 MB, which makes 32 MB in all.
        Assert.True(allocated < 40 << 20, $"{allocated >> 20} MB");
    }

    [Fact]
    public async Task Deep_nesting_and_control_characters_do_no_harm()
    {
        var deep = string.Concat(Enumerable.Repeat("[", 100_000));
        var (reader, sink) = await Raw.Read(Raw.Lines(
            """{"metric":"vus","type":"Point","data":{"x":""" + deep,
            """{"metric":"vus","type":"Point","data":""" + deep.Replace('[', '{'),
            """{"type":"Metric","data":{"name":"a\u0000\u001bb\"","type":"counter","contains":"default"},"metric":"a\u0000\u001bb\""}""",
            Raw.Point(metric: "a\\u0000\\u001bb\\\""),
            Raw.Point(tags: """{"c\u0007":"\u0000\n"}"""),
            "{\"metric\":\"v\0us\",\"type\":\"Point\"}",
            "\0\0\0"));
        Assert.Equal((2, 4), (reader.Points, reader.OddLines));
        Assert.Equal("a\0\eb\"", sink.Points.First().Metric.Name);
    }

    [Fact]
    public async Task Ever_new_tag_values_do_not_pile_up()
    {
        var sink = new TagWatch();
        var reader = new K6JsonReader(sink);
        var content = Raw.Lines([.. Enumerable.Range(0, 30_000).Select(i => Raw.Point(tags: $$"""{"url":"/{{i}}"}"""))]);
        await reader.ReadAsync(new MemoryStream(content), TestContext.Current.CancellationToken);
        Assert.Equal(30_000, reader.Points);
        GC.Collect();
        Assert.InRange(sink.Seen.Count(t => t.IsAlive), 0, 10_000);
        GC.KeepAlive(reader);
    }

    [Fact]
    public async Task Mutations_never_throw()
    {
        string[] pieces = ["{", "}", "\"", "\\u", ",", ":", "\n", "1e999", "null", "[[[[", "\"Metric\"", "\"tags\":", "9999-99-99T", "\0", "\x1f\x8b"];
        var plain = Raw.Recorded("odd/w1")[..9000];
        var packed = Raw.Packed(plain);
        var random = new Random(20261123);
        for (var round = 0; round < 6000; round++)
        {
            var bytes = new List<byte>(round % 3 == 0 ? packed : plain[..random.Next(1, plain.Length)]);
            for (var i = random.Next(1, 12); i > 0 && bytes.Count > 0; i--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0:
                        bytes[at] = (byte)random.Next(256);
                        break;
                    case 1:
                        bytes.RemoveRange(at, random.Next(Math.Min(300, bytes.Count - at)));
                        break;
                    case 2:
                        bytes.InsertRange(at, Encoding.Latin1.GetBytes(pieces[random.Next(pieces.Length)]));
                        break;
                    default:
                        bytes.InsertRange(at, bytes.GetRange(at, random.Next(Math.Min(300, bytes.Count - at))));
                        break;
                }
            }

            var (_, sink) = await Raw.Read([.. bytes], random.Next(1, 5000), round % 2 == 0 ? _ => { } : null);
            Assert.All(sink.Points, p => Assert.True(double.IsFinite(p.Value)));
        }
    }

    private sealed class TagWatch : ISampleSink
    {
        public List<WeakReference> Seen { get; } = [];

        public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples) => Seen.Add(new WeakReference(tags));

        public void Record(TagSet tags, in SampleSummary summary) => throw new NotSupportedException();
    }
}
