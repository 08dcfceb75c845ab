using CsCheck;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

/// <summary>Histograms of known values: what is read from them has to be what went in, within the error that is stated.</summary>
public sealed class OtlpHistogramTests
{
    private static readonly Gen<double> Value = Gen.OneOf(
        Gen.Const(0.0), Gen.Double[0.001, 2000], Gen.Double[-50, 50], Gen.Int[-40, 40].Select(i => Math.ScaleB(1, i)), Gen.Const(1e-300), Gen.Const(1e300));

    [Fact]
    public void Each_value_is_within_the_error_and_the_ends_are_exact() => Value.Array[1, 60].Sample(samples =>
    {
        Array.Sort(samples);
        var histogram = Of(samples);
        Assert.True(histogram.IsSound());
        var values = new List<ValueCount>();
        var error = histogram.CopyTo(values);

        Assert.Equal(samples.Length, values.Sum(v => v.Count));
        Assert.Equal((samples[0], samples[^1]), (values[0].Value, values[^1].Value));
        Assert.Equal(values.Select(v => v.Value).Order(), values.Select(v => v.Value));
        var each = values.SelectMany(v => Enumerable.Repeat(v.Value, (int)v.Count)).ToArray();
        for (var i = 0; i < samples.Length; i++)
            Assert.InRange(Math.Abs(each[i] - samples[i]), 0, (error * Math.Abs(samples[i]) * (1 + 1e-9)) + 1e-312);
    });

    // 160 buckets: as many per power of two as the range leaves room for. (base - 1) / (base + 1) of 2^(1/16), 2^(1/8), 2^(1/32).
    [Theory]
    [InlineData(9.9, 0.02166)]
    [InlineData(19.9, 0.04330)]
    [InlineData(4.9, 0.01083)]
    public void The_error_follows_from_the_range(double octaves, double error)
    {
        var samples = Enumerable.Range(0, 2000).Select(i => 0.3 * Math.Pow(2, octaves * i / 1999)).ToArray();
        Assert.Equal(error, Of(samples).CopyTo([]), 0.00001);
    }

    [Theory]
    [InlineData(new[] { 12.34 })]
    [InlineData(new[] { 12.34, 567.8 })]
    [InlineData(new[] { 3.0, 3.0, 3.0 })]
    [InlineData(new[] { -7.0, 0.0, 9.0 })]
    public void Few_or_equal_values_are_exact(double[] samples)
    {
        var values = new List<ValueCount>();
        Assert.Equal(0, Of(samples).CopyTo(values));
        Assert.Equal(samples, values.SelectMany(v => Enumerable.Repeat(v.Value, (int)v.Count)));
    }

    // As OpenTelemetry's SDK for Go fills them: the largest scale at which each sign has at most 160 buckets.
    private static OtlpHistogram Of(double[] samples)
    {
        for (var scale = OtlpHistogram.MaxScale; ; scale--)
        {
            var (positive, negative) = (Buckets(samples.Where(v => v > 0), scale), Buckets(samples.Where(v => v < 0).Select(v => -v), scale));
            if (positive.Counts.Length > 160 || negative.Counts.Length > 160)
                continue;
            return new OtlpHistogram
            {
                Count = samples.Length, Sum = samples.Sum(), Min = samples.Min(), Max = samples.Max(), Scale = scale, Zeros = samples.Count(v => v == 0),
                PositiveOffset = positive.Offset, Positive = positive.Counts, NegativeOffset = negative.Offset, Negative = negative.Counts,
            };
        }
    }

    private static (int Offset, long[] Counts) Buckets(IEnumerable<double> sizes, int scale)
    {
        // A bucket holds its upper bound, not its lower one.
        var bins = sizes.Select(size => (int)Math.Clamp(Math.Ceiling(Math.ScaleB(Math.Log2(size), scale)) - 1, int.MinValue / 2, int.MaxValue / 2)).ToArray();
        if (bins.Length == 0 || (long)bins.Max() - bins.Min() > 1000)
            return (0, new long[bins.Length == 0 ? 0 : 1000]);
        var counts = new long[bins.Max() - bins.Min() + 1];
        foreach (var bin in bins)
            counts[bin - bins.Min()]++;
        return (bins.Min(), counts);
    }
}
