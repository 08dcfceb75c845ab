using System.Text;
using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class MetricSetJsonTests
{
    [Fact]
    public void What_is_read_equals_what_was_written() => Sets.Batches.Array[0, 40].Sample(batches =>
    {
        var set = Sets.Of(batches);
        var json = MetricSetJson.Serialize(set);
        var plain = MetricSetJson.Deserialize(json);
        Assert.Equal(json, MetricSetJson.Serialize(plain));
        Assert.Equal(json, MetricSetJson.Serialize(MetricSetJson.Deserialize(MetricSetJson.SerializeGzip(set))));

        // And it goes on as the original does.
        plain.Merge(set);
        Assert.Equal(Sets.Json(Sets.Merge(set, set)), Sets.Json(plain));
    });

    [Fact]
    public void Nothing_is_left_of_distributions_whose_memory_serves_again() => Gen.Select(Sets.Batches.Array[0, 40].Array[1, 6], Gen.Bool).Sample((all, isPlain) =>
    {
        var (memory, merged) = (new PackedMemory(), new List<(MetricSet Copy, string Json)>());
        foreach (var batches in all)
        {
            var json = Encoding.UTF8.GetString(MetricSetJson.SerializeWithoutSeries(Sets.Of(batches)));
            var read = MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(isPlain ? json : json.Replace("\"metrics\":[", "\"metrics\":[ ")), _ => true, memory, out _);
            Assert.Same(memory, read.Memory);
            merged.Add((read.Copy(), Sets.Json(read)));
            Assert.Equal(Part(json), Part(Encoding.UTF8.GetString(MetricSetJson.SerializeWithoutSeries(read))));
        }

        Assert.All(merged, one => Assert.Equal(one.Json, Sets.Json(one.Copy)));

        // Checks are passed over where only metrics are wanted.
        static string Part(string json) => json[json.IndexOf("\"metrics\"", StringComparison.Ordinal)..json.LastIndexOf("\"checks\"", StringComparison.Ordinal)];
    });

    [Fact]
    public void Nothing_is_left_of_a_course_whose_memory_serves_again() => Gen.Select(Sets.Batches.Array[0, 40], Sets.Batches.Array[0, 40], Gen.Bool, Gen.Bool).Sample((former, batches, isRead, isPlain) =>
    {
        var json = Sets.Json(Sets.Of(batches));
        var unneeded = isRead ? MetricSetJson.Deserialize(MetricSetJson.Serialize(Sets.Of(former))) : Sets.Of(former);
        var read = MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(isPlain ? json : json.Replace("\"points\":[", "\"points\":[ ")), unneeded.Series);
        Assert.Same(unneeded.Series, read.Series);
        Assert.Equal(json, Sets.Json(read));

        // And it goes on as any other does.
        read.Merge(Sets.Of(former));
        Assert.Equal(Sets.Json(Sets.Merge(Sets.Of(batches), Sets.Of(former))), Sets.Json(read));
    });

    [Fact]
    public void Points_written_in_another_way_read_the_same() => Sets.Batches.Array[1, 40].Sample(batches =>
    {
        // Blanks, and members behind the points, take the long way through the points; these are the same either way.
        var json = Sets.Json(Sets.Of(batches));
        var spaced = json.Replace("\"points\":[", "\"points\":[ ");
        var behind = json[..^1] + ",\"later\":0}";
        Assert.Equal(json, Sets.Json(MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(json))));
        Assert.Equal(json, Sets.Json(MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(spaced))));
        Assert.Equal(json, Sets.Json(MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(behind))));
    });

    [Fact]
    public void What_is_written_is_read_the_short_way() => Sets.Batches.Array[0, 40].Sample(batches =>
    {
        var json = MetricSetJson.Serialize(Sets.Of(batches));
        Assert.Equal(json, MetricSetJson.Serialize(MetricSetReader.ReadPlain(json, wanted: null, out _)!));
        Assert.NotNull(MetricSetReader.ReadPlain([.. json, .. ",\"more\":1}"u8], Wanted, out var length));
        Assert.Equal(json.Length, length);
    });

    [Fact]
    public void The_short_way_takes_nothing_that_the_long_one_refuses_or_reads_otherwise() =>
        Gen.Select(Sets.Batches.Array[0, 10], Gen.Int[0, int.MaxValue], Gen.OneOf(Gen.Byte, Gen.Int[0, 12].Select(i => "{}[],:\"0-.e\\ "u8[i])), Gen.Int[0, 2], Gen.Bool).Sample((batches, at, value, kind, some) =>
        {
            var json = MetricSetJson.Serialize(Sets.Of(batches));
            at %= json.Length;
            byte[] changed = kind == 0 ? [.. json[..at], value, .. json[(at + 1)..]] : kind == 1 ? [.. json[..at], value, .. json[at..]] : [.. json[..at], .. json[(at + 1)..]];

            // A blank before it makes it take the long way.
            byte[] spaced = [(byte)' ', .. changed];
            if (!some && MetricSetReader.ReadPlain(changed, wanted: null, out _) is { } plain)
                Assert.Equal(MetricSetJson.Serialize(plain), MetricSetJson.Serialize(MetricSetJson.Deserialize(spaced)));
            if (some && MetricSetReader.ReadPlain(changed, Wanted, out var length) is { } part)
            {
                Assert.Equal(MetricSetJson.Serialize(part), MetricSetJson.Serialize(MetricSetJson.Deserialize(spaced, Wanted, new PackedMemory(), out var spacedLength)));
                Assert.Equal(length + 1, spacedLength);
            }
        }, iter: 5_000);

    private static bool Wanted(string metric) => metric == BuiltInMetrics.HttpReqs.Name;

    [Fact]
    public void Figures_survive_to_the_last_bit() => Gen.Select(Values.Finite.Array[1, 30], Gen.Double[0, 100]).Sample((values, percent) =>
    {
        var set = new MetricSet();
        foreach (var value in values)
            set.Add(Sets.Start, TagSet.Empty, [new(new Metric("t", MetricType.Trend), value), new(new Metric("c", MetricType.Counter), value), new(new Metric("g", MetricType.Gauge), value)]);
        var read = MetricSetJson.Deserialize(MetricSetJson.Serialize(set));

        var (before, after) = ((TrendAccumulator)set.Find("t")!.Accumulator, (TrendAccumulator)read.Find("t")!.Accumulator);
        Assert.Equal((before.Sum, before.Min, before.Max, before.Percentile(percent)), (after.Sum, after.Min, after.Max, after.Percentile(percent)));
        Assert.Equal(((CounterAccumulator)set.Find("c")!.Accumulator).Sum, ((CounterAccumulator)read.Find("c")!.Accumulator).Sum);
        Assert.Equal(((GaugeAccumulator)set.Find("g")!.Accumulator).Value, ((GaugeAccumulator)read.Find("g")!.Accumulator).Value);
    });

    [Fact]
    public void A_trend_over_two_thousand_buckets_takes_some_ten_kilobytes()
    {
        var set = new MetricSet();
        var random = new Random(3);
        for (var i = 0; i < 200_000; i++)
            set.Add(Sets.Start, TagSet.Empty, [new(BuiltInMetrics.HttpReqWaiting, Math.Exp(random.NextDouble() * 2.8))]);
        Assert.InRange(MetricSetJson.Serialize(set).Length, 4_000, 10_000);
        Assert.InRange(MetricSetJson.SerializeGzip(set).Length, 1_000, 8_000);
    }

    [Fact]
    public void Skips_members_it_does_not_know()
    {
        var json = Sets.Json(Sets.Of([new(Sets.Start, TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)])]));
        var extended = json.Replace("\"version\":1", "\"version\":1,\"later\":{\"a\":[1,{}]}").Replace("\"samples\"", "\"new\":[],\"samples\"");
        Assert.Equal(json, Sets.Json(MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(extended))));
    }

    [Theory]
    [InlineData("", "damaged")]
    [InlineData("[]", "an object")]
    [InlineData("{}", "version")]
    [InlineData("null", "an object")]
    [InlineData("{\"version\":2}", "version is 2")]
    [InlineData("{\"version\":\"1\"}", "a number")]
    [InlineData("{\"version\":1}x", "damaged")]
    [InlineData("{\"version\":1,\"metrics\":{}}", "an array")]
    [InlineData("{\"version\":1,\"metrics\":[7]}", "an object")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"histogram\",\"contains\":\"time\",\"samples\":0}]}", "no type")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"rate\",\"contains\":\"default\",\"samples\":-1}]}", "a count")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"rate\",\"contains\":\"default\",\"samples\":1,\"passes\":2}]}", "contradict")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"counter\",\"contains\":\"default\",\"samples\":1}]}", "incomplete")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"counter\",\"contains\":\"default\",\"samples\":1,\"sum\":[99,1]}]}", "limbs")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"counter\",\"contains\":\"default\",\"samples\":1,\"sum\":[0,4294967296]}]}", "32 bits")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"gauge\",\"contains\":\"default\",\"samples\":1,\"value\":1e309}]}", "range of a double")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"trend\",\"contains\":\"default\",\"samples\":1,\"sum\":[0],\"min\":1,\"max\":1,\"buckets\":\"7:\"}]}", "no counts")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"trend\",\"contains\":\"default\",\"samples\":1,\"sum\":[0],\"min\":1,\"max\":1,\"buckets\":\"7:1\"}]}", "contradict")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"trend\",\"contains\":\"default\",\"samples\":1,\"sum\":[0],\"min\":1,\"max\":1,\"buckets\":\"2000000:1\"}]}", "no bucket")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"trend\",\"contains\":\"default\",\"samples\":1,\"sum\":[0],\"min\":1,\"max\":1,\"buckets\":\"7:0\"}]}", "no counts")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"rate\",\"contains\":\"default\",\"samples\":0},{\"name\":\"a\",\"type\":\"rate\",\"contains\":\"default\",\"samples\":0}]}", "twice")]
    [InlineData("{\"version\":1,\"metrics\":[{\"name\":\"a\",\"type\":\"rate\",\"contains\":\"default\",\"samples\":0,\"submetrics\":[{\"tags\":{\"x\":\"y\"},\"samples\":0}]}]}", "not declared")]
    [InlineData("{\"version\":1,\"metrics\":[{\"buckets\":\"1 1x\"}]}", "blanks")]
    [InlineData("{\"version\":1,\"metrics\":[{\"buckets\":[1,1]}]}", "a string")]
    [InlineData("{\"version\":1,\"first\":\"yesterday\"}", "a time")]
    [InlineData("{\"version\":1,\"first\":\"2026-11-23T00:00:00Z\"}", "contradict")]
    [InlineData("{\"version\":1,\"series\":{\"interval\":7}}", "intervals of 7 s")]
    [InlineData("{\"version\":1,\"series\":{\"points\":[{\"requests\":1}]}}", "no start")]
    [InlineData("{\"version\":1,\"checks\":[{\"group\":\"\"}]}", "no name")]
    [InlineData("{\"version\":1,\"checks\":[{\"name\":\"\\ud800\"}]}", "damaged")]
    public void Refuses_rubbish_and_says_why(string json, string reason) =>
        Assert.Contains(reason, Assert.Throws<FormatException>(() => MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(json))).Message);

    [Fact]
    public void Damaged_files_are_refused_or_read_but_never_break_anything() =>
        Gen.Select(Sets.Batches.Array[0, 10], Gen.Bool, Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Bool).Sample((batches, gzip, at, value, cut) =>
        {
            var set = Sets.Of(batches);
            var file = gzip ? MetricSetJson.SerializeGzip(set) : MetricSetJson.Serialize(set);
            at %= file.Length;
            file[at] = value;
            try
            {
                MetricSetJson.Serialize(MetricSetJson.Deserialize(cut ? file.AsMemory(0, at) : file));
            }
            catch (FormatException)
            {
                // the one answer to damage that shows
            }
        }, iter: 3000);

    [Fact]
    public void A_small_file_cannot_take_much_memory()
    {
        // Each of these counts makes a page of half a kilobyte; one distribution may do so, thousands may not.
        var pages = string.Join(' ', Enumerable.Repeat("64:1", 16_000));
        var metrics = string.Join(',', Enumerable.Range(0, 100).Select(i => $"{{\"name\":\"m{i}\",\"type\":\"trend\",\"contains\":\"time\",\"samples\":16000,\"sum\":[0],\"min\":1,\"max\":1,\"buckets\":\"{pages}\"}}"));
        var error = Assert.Throws<FormatException>(() => MetricSetJson.Deserialize(Encoding.UTF8.GetBytes($"{{\"version\":1,\"metrics\":[{metrics}]}}")));
        Assert.Contains("contradict", error.Message);

        var submetrics = string.Join(',', Enumerable.Range(0, 100).Select(i => $"{{\"tags\":{{\"a\":\"{i}\"}},\"samples\":1,\"buckets\":\"{pages}\"}}"));
        error = Assert.Throws<FormatException>(() => MetricSetJson.Deserialize(Encoding.UTF8.GetBytes($"{{\"version\":1,\"metrics\":[{{\"submetrics\":[{submetrics}]}}]}}")));
        Assert.Contains("256 MiB", error.Message);
    }

    [Fact]
    public void A_gzip_bomb_is_refused()
    {
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest))
        {
            var blanks = Encoding.UTF8.GetBytes(new string(' ', 1 << 20));
            for (var i = 0; i < 70; i++)
                gzip.Write(blanks);
        }

        Assert.Contains("larger than 64 MiB", Assert.Throws<FormatException>(() => MetricSetJson.Deserialize(packed.ToArray())).Message);
    }
}
