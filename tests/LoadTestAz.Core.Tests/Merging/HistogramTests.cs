using CsCheck;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Figures;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging;

public sealed class HistogramTests
{
    private static readonly double[] Odd = [0, 1, 2, 4, 1024, -1, -2, double.Epsilon, double.MaxValue, -double.MaxValue];

    private static readonly Gen<double[]> Values = Gen.OneOf(
        Gen.Double[0.01, 1000].Array[0, 300],
        Gen.Double[-50, 50].Array[0, 100],
        Gen.Double.Where(double.IsFinite).Array[0, 100],
        Gen.Int[0, Odd.Length - 1].Select(i => Odd[i]).Array[0, 20]);

    [Fact]
    public void Each_value_is_counted_once_in_the_range_that_it_lies_in() => Values.Sample(values =>
    {
        var buckets = Histogram.Of(Sketch(values));
        Assert.Equal(values.LongLength, buckets.Sum(b => b.Count));
        foreach (var bucket in buckets)
            Assert.Equal(values.LongCount(v => IsIn(v, bucket)), bucket.Count);
    });

    [Fact]
    public void Ranges_ascend_do_not_overlap_and_are_few() => Values.Sample(values =>
    {
        var buckets = Histogram.Of(Sketch(values));
        Assert.All(buckets.Zip(buckets.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From));
        Assert.InRange(buckets.Length, 0, (2 * Histogram.MaxRanges) + 3);
    });

    [Fact]
    public void Of_latencies_each_range_is_larger_than_the_one_before_by_about_the_same_factor()
    {
        var buckets = Histogram.Of(Sketch([.. Enumerable.Range(1, 2000).Select(i => i / 2.0)]));
        Assert.All(buckets, b => Assert.InRange(b.To / b.From, Math.Pow(2, 1 / 8.0) - 0.01, Math.Pow(2, 1 / 8.0) + 0.01));
    }

    [Fact]
    public void Merged_sketches_give_what_one_would_have_given() => Gen.Select(Values, Values).Sample((a, b) =>
    {
        var merged = Sketch(a);
        merged.Merge(Sketch(b));
        Assert.Equal(Histogram.Of(Sketch([.. a, .. b])), Histogram.Of(merged));
    });

    private static bool IsIn(double value, LoadTestBucket bucket) =>
        bucket is { From: 0, To: 0 } ? value == 0 : bucket.To <= 0 ? value > bucket.From && value <= bucket.To : value >= bucket.From && value < bucket.To;

    private static LatencySketch Sketch(double[] values)
    {
        var sketch = new LatencySketch();
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }
}
