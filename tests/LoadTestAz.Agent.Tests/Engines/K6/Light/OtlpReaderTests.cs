using CsCheck;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

public sealed class OtlpReaderTests
{
    [Fact]
    public void Damaged_requests_are_refused_or_taken_but_never_break_anything() =>
        Gen.Select(Gen.Int[1, 4], Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).Array[1, 4], Gen.Bool, Gen.Int[0, int.MaxValue]).Sample((number, changes, cut, end) =>
        {
            var request = Recorded.Requests.ElementAt(number - 1);
            foreach (var (at, value) in changes)
                request[at % request.Length] = value;
            Take(cut ? request[..(end % request.Length)] : request);
        }, iter: 3000);

    [Fact]
    public void So_is_any_rubbish() => Gen.Byte.Array[0, 200].Sample(bytes => Take(bytes));

    [Theory]
    [InlineData(new byte[] { 0x0A }, "ends within a field")]
    [InlineData(new byte[] { 0x0A, 0x05, 1 }, "ends within a field")]
    [InlineData(new byte[] { 0x0A, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "ends within a field")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01 }, "more than 64 bits")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x02 }, "more than 64 bits")]
    [InlineData(new byte[] { 0x02, 0x00 }, "no number")]
    [InlineData(new byte[] { 0x0B }, "wire type 3 in place of 2")]
    [InlineData(new byte[] { 0x13 }, "no wire type 3")]
    [InlineData(new byte[] { 0x08, 0x01 }, "wire type 0 in place of 2")]
    public void Broken_wire_format_is_told(byte[] request, string reason) =>
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => OtlpReader.Read(request)).Message);

    [Fact]
    public void Fields_it_does_not_know_are_passed_over()
    {
        var point = new OtlpMessage().Fixed(2, 1_000).Fixed(3, 2_000).Double(4, 7).Varint(8, 1).Bytes(5, [1, 2]);
        var request = Request(m => m.Text(1, "k6.c").Text(2, "about").Text(3, "By").Bytes(7, new OtlpMessage().Varint(2, 1).Bytes(1, point).Varint(3, 1)).Varint(99, 5).Fixed32(100, 1));
        var read = Assert.Single(OtlpReader.Read(request));
        Assert.Equal(("k6.c", "By", OtlpKind.Sum, 7d), (read.Name, read.Unit, read.Kind, read.Value));
        Assert.Equal((10, 20), (read.Start.Ticks - DateTimeOffset.UnixEpoch.Ticks, read.Time.Ticks - DateTimeOffset.UnixEpoch.Ticks));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public void What_grows_since_the_start_is_refused_for_it_would_be_counted_again_and_again(int temporality)
    {
        foreach (var field in new[] { 7, 10 })
            Assert.Contains("delta", Refused(m => m.Text(1, "k6.c").Bytes(field, new OtlpMessage().Bytes(1, new OtlpMessage()).Varint(2, (ulong)temporality))));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(11)]
    public void Histograms_with_other_buckets_are_refused(int field) =>
        Assert.Contains("no exponential histogram", Refused(m => m.Text(1, "k6.t").Bytes(field, new OtlpMessage().Varint(2, 1))));

    [Theory]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void A_count_that_nobody_can_have_counted_is_refused(long count)
    {
        var point = new OtlpMessage().Fixed(6, unchecked((ulong)count));
        Assert.Contains("out of range", Refused(m => m.Text(1, "k6.r.total").Bytes(7, new OtlpMessage().Bytes(1, point).Varint(2, 1))));
    }

    [Fact]
    public void A_histogram_that_contradicts_itself_is_refused()
    {
        OtlpMessage Point(ulong count, int scale, ulong[] buckets, double max = 2, int offset = 0) => new OtlpMessage()
            .Fixed(4, count).Double(5, 3).Signed(6, scale).Bytes(8, new OtlpMessage().Signed(1, offset).Packed(2, buckets)).Double(12, 1).Double(13, max);
        byte[] Histogram(OtlpMessage point) => Request(m => m.Text(1, "k6.t").Bytes(10, new OtlpMessage().Bytes(1, point).Varint(2, 1)));

        Assert.Equal(2, Assert.Single(OtlpReader.Read(Histogram(Point(2, 0, [2])))).Histogram!.Count);
        foreach (var wrong in new[]
        {
            Point(3, 0, [2]), Point(0, 0, []), Point(2, 21, [2]), Point(2, -11, [2]), Point(2, 0, [2], max: 0.5), Point(2, 0, [2], max: double.NaN),
            Point(ulong.MaxValue, 0, [2]), Point(2, 0, [ulong.MaxValue]), Point(1UL << 62, 0, [1UL << 62]), Point(2, 0, [2], offset: int.MaxValue), Point(2, 0, [2], offset: int.MinValue),
        })
            Assert.Throws<InvalidDataException>(() => OtlpReader.Read(Histogram(wrong)));
        Assert.Contains("10000 numbers", Assert.Throws<InvalidDataException>(() => OtlpReader.Read(Histogram(Point(1, 0, new ulong[OtlpHistogram.MaxBuckets + 1])))).Message);
    }

    private static void Take(byte[] request)
    {
        var recorder = new SampleRecorder(Recorded.Selectors);
        var metrics = new LightMetrics(recorder, TimeProvider.System);
        try
        {
            metrics.Take(OtlpReader.Read(request));
        }
        catch (Exception e) when (e is InvalidDataException or MetricTypeException)
        {
            // Refused, or a name that was made that of another metric.
        }

        MetricSetJson.Deserialize(MetricSetJson.Serialize(recorder.Snapshot()));
    }

    private static string Refused(Action<OtlpMessage> metric) => Assert.Throws<InvalidDataException>(() => OtlpReader.Read(Request(metric))).Message;

    private static byte[] Request(Action<OtlpMessage> metric)
    {
        var message = new OtlpMessage();
        metric(message);
        return new OtlpMessage().Bytes(1, new OtlpMessage().Bytes(2, new OtlpMessage().Bytes(2, message))).ToArray();
    }
}
