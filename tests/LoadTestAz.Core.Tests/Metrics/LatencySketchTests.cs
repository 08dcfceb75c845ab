using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class LatencySketchTests
{
    private static readonly double[] Percents = [0, 0.1, 1, 5, 10, 25, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

    [Fact]
    public void A_packed_sketch_holds_and_does_the_same_in_a_fraction_of_the_memory() => Gen.Select(Gen.Double[-1e4, 1e4].Array[1, 60], Gen.Double[-1e4, 1e4].Array[0, 60], Gen.Long[1, 1L << 50]).Sample((values, more, count) =>
    {
        var plain = new LatencySketch();
        foreach (var value in values)
            plain.Add(value, count);
        var packed = Pack(plain);
        Assert.True(packed.MemoryBytes <= plain.MemoryBytes / 10, $"{packed.MemoryBytes} of {plain.MemoryBytes}");
        Assert.Equal(plain.Buckets(negative: false), packed.Buckets(negative: false));
        Assert.Equal(plain.Buckets(negative: true), packed.Buckets(negative: true));
        Assert.Equal(plain.Percentile(95), packed.Percentile(95));
        LatencySketch merged = new(), expected = new(), into = new();
        foreach (var value in more)
        {
            merged.Add(value);
            expected.Add(value);
        }

        merged.Merge(packed);
        expected.Merge(plain);
        into.Merge(packed);
        foreach (var value in more)
        {
            into.Add(value);
            packed.Add(value);
        }

        foreach (var sketch in new[] { merged, into, packed })
        {
            Assert.Equal(expected.Count, sketch.Count);
            Assert.Equal(expected.Buckets(negative: false), sketch.Buckets(negative: false));
            Assert.Equal(expected.Buckets(negative: true), sketch.Buckets(negative: true));
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("5:1")]
    [InlineData("5:1 2 3 7:127 128:128 1 16384:16384 300:9223372036854775")]
    [InlineData("1 ")]
    [InlineData("1:1 1 1:2")]
    [InlineData(" 1")]
    [InlineData("0")]
    [InlineData("1  1")]
    [InlineData("1:")]
    [InlineData("1:1:1")]
    [InlineData("-1")]
    [InlineData("1,2")]
    [InlineData("99999999999999999999")]
    [InlineData("4000000000:1")]
    [InlineData("999999999:1")]
    public void Packed_buckets_are_those_of_the_text(string text) => CheckPacked(text);

    [Fact]
    public void Packed_buckets_are_those_of_any_text() =>
        Gen.Char["0123456789:: x"].Array[0, 24].Select(c => new string(c)).Sample(CheckPacked, iter: 20_000);

    private static void CheckPacked(string text)
    {
        const int most = 1_000_000;
        var utf8 = System.Text.Encoding.UTF8.GetBytes(text);
        if (Expected(text, most) is not { } expected)
        {
            Assert.ThrowsAny<Exception>(() => PackedBuckets.Parse(utf8, most));
            return;
        }

        var packed = PackedBuckets.Parse(utf8, most);
        Assert.Equal(expected, packed?.List() ?? []);
        if (packed is null)
            return;
        Assert.Equal(expected.Sum(b => b.Count), packed.Values);
        Assert.Equal((expected[0].Bucket, expected[^1].Bucket), (packed.First, packed.Last));
        var (pages, plain) = (new BucketPages(), new BucketPages());
        pages.Add(packed);
        foreach (var (bucket, count) in expected)
            plain.Add(bucket, count);
        Assert.Equal(packed.Values / 2 is var middle ? plain.Locate(middle) : default, pages.Locate(middle));
        pages.Add(3, 1);
        plain.Add(3, 1);
        Assert.Equal(plain.NonEmpty(), pages.NonEmpty());
    }

    // Where the last digit might be one too much for a number of 64 bits.
    private const long MostCount = long.MaxValue / 10 * 10;

    // As a reader of the description would do it; null for what is none.
    private static List<(int Bucket, long Count)>? Expected(string text, int most)
    {
        var buckets = new List<(int Bucket, long Count)>();
        var (bucket, values) = ((Int128)(-1), (Int128)0);
        foreach (var part in (text.EndsWith(' ') ? text[..^1] : text).Split(' '))
        {
            if (text.Length == 0)
                break;
            if (System.Text.RegularExpressions.Regex.Match(part, "^(?:([0-9]{1,30}):)?([0-9]{1,30})$") is not { Success: true } match)
                return null;
            var distance = match.Groups[1].Success ? Int128.Parse(match.Groups[1].Value) : 1;
            var count = Int128.Parse(match.Groups[2].Value);
            values += count;
            if (distance == 0 || count == 0 || (bucket += distance) >= most || values > long.MaxValue || count >= MostCount)
                return null;
            buckets.Add(((int)bucket, (long)count));
        }

        return buckets;
    }

    private static LatencySketch Pack(LatencySketch plain)
    {
        var packed = new LatencySketch();
        foreach (var negative in new[] { false, true })
        {
            var last = -1;
            var text = string.Join(' ', plain.Buckets(negative).Select(b => FormattableString.Invariant($"{b.Bucket - last + (0 * (last = b.Bucket))}:{b.Count}")));
            if (PackedBuckets.Parse(System.Text.Encoding.UTF8.GetBytes(text), BucketScale.Count(plain.Precision)) is { } buckets)
                packed.Restore(negative, buckets);
        }

        Assert.True(packed.TryRestore(plain.Zeros, plain.Min, plain.Max));
        return packed;
    }

    [Fact]
    public void Percentiles_of_merged_parts_are_within_a_thousandth_for_any_finite_doubles() =>
        Gen.Select(Values.Finite.Array[1, 200], Gen.Int[1, 5], Gen.Double[0, 100]).Sample((values, parts, percent) =>
        {
            var merged = Merge(Deal(values, parts));
            CheckPercentiles(values, merged, 0.001, [.. Percents, percent]);
        }, iter: 300);

    public static TheoryData<string> Distributions => ["lognormal", "pareto", "constant", "two points", "all magnitudes", "negative", "mixed signs", "subnormal", "mostly zero", "integers", "one slow in ten"];

    [Theory]
    [MemberData(nameof(Distributions))]
    public void Percentiles_of_merged_workers_are_within_a_thousandth(string distribution)
    {
        var random = new Random(20261123);
        var values = new double[50_000];
        for (var i = 0; i < values.Length; i++)
            values[i] = Draw(distribution, random);

        CheckPercentiles(values, Merge(Deal(values, 7)), 0.001, Percents);
        CheckPercentiles(values, Merge(Deal(values, 3, LatencySketch.MinPrecision)), 1 / 128.0, Percents);
    }

    [Fact]
    public void Every_power_of_two_and_every_small_subnormal_is_within_the_bound()
    {
        var random = new Random(7);
        for (var exponent = -1074; exponent <= 1023; exponent++)
        {
            var power = Math.ScaleB(1, exponent);
            foreach (var value in new[] { power, Math.BitIncrement(power), Math.BitDecrement(power), power * (1 + random.NextDouble()) })
                CheckMiddle(value);
        }

        for (var units = 1; units < 5000; units++)
            CheckMiddle(units * double.Epsilon);

        static void CheckMiddle(double value)
        {
            if (!double.IsFinite(value) || value == 0)
                return;
            var sketch = Sketch([double.MinValue, -value, value, value, double.MaxValue]);
            Assert.InRange(sketch.Percentile(50), value - (value / 1024), value + (value / 1024));
            Assert.Equal(-sketch.Percentile(75), sketch.Percentile(25));
        }
    }

    [Fact]
    public void Merging_is_associative_and_commutative_with_an_identity()
    {
        var part = Values.Finite.Array[0, 30];
        Gen.Select(part, part, part).Sample((a, b, c) =>
        {
            var expected = Fingerprint(Sketch([.. a, .. b, .. c]));
            Assert.Equal(expected, Fingerprint(Merge([Merge([Sketch(a), Sketch(b)]), Sketch(c)])));
            Assert.Equal(expected, Fingerprint(Merge([Sketch(a), Merge([Sketch(b), Sketch(c)])])));
            Assert.Equal(expected, Fingerprint(Merge([Sketch(c), Sketch(b), Sketch(a)])));
            Assert.Equal(expected, Fingerprint(Merge([new LatencySketch(), Sketch([.. a, .. b, .. c]), new LatencySketch()])));
        });
    }

    [Fact]
    public void Follows_k6_for_none_and_one()
    {
        var sketch = new LatencySketch();
        Assert.True(sketch.IsEmpty);
        Assert.Equal((0, 0, 0), (sketch.Percentile(95), sketch.Min, sketch.Max));

        sketch.Add(12.345);
        Assert.All(Percents, p => Assert.Equal(12.345, sketch.Percentile(p)));
    }

    [Fact]
    public void Zero_has_no_sign()
    {
        Assert.False(double.IsNegative(Sketch([0, -0.0]).Min));
        Assert.False(double.IsNegative(Merge([Sketch([0]), Sketch([-0.0])]).Max));
        Assert.False(double.IsNegative(Sketch([-0.0]).Percentile(50)));
    }

    [Fact]
    public void Interpolates_as_k6_does()
    {
        var sketch = Sketch([0, 0, 10, 20]); // zero, smallest and largest are exact
        Assert.Equal(20, sketch.Percentile(100));
        Assert.Equal(10, sketch.Percentile(200 / 3.0), 0.01);
        Assert.Equal(5, sketch.Percentile(50), 0.005);
    }

    [Fact]
    public void Leaves_out_what_is_not_finite_but_counts_it()
    {
        var sketch = Sketch([double.NaN, double.PositiveInfinity, 5, double.NegativeInfinity]);
        var merged = Merge([sketch, sketch]);
        Assert.Equal((1, 3), (sketch.Count, sketch.Rejected));
        Assert.Equal((2, 6), (merged.Count, merged.Rejected));
        Assert.Equal(5, merged.Percentile(99));
    }

    [Fact]
    public void Memory_depends_on_the_range_of_values_not_on_their_number()
    {
        var random = new Random(1);
        var sketch = new LatencySketch();
        for (var i = 0; i < 100_000; i++)
            sketch.Add(0.01 + (random.NextDouble() * 1000));
        var before = sketch.MemoryBytes;
        Assert.InRange(before, 1, 100 << 10);

        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 500_000; i++)
                sketch.Add(1 + (random.NextDouble() * 900));
        }));
        Assert.Equal(before, sketch.MemoryBytes);
    }

    [Fact]
    public void Memory_is_bounded_even_for_every_double_there_is()
    {
        var sketch = new LatencySketch();
        for (var exponent = 1023; exponent >= -1074; exponent--)
        {
            for (var i = 0; i < 64; i++)
                sketch.Add(Math.ScaleB(1 + (i / 64.0), exponent));
        }

        Assert.InRange(sketch.MemoryBytes, 1, 9 << 20);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(double.NaN)]
    public void Refuses_percentiles_that_are_none(double percent) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sketch([1]).Percentile(percent));

    [Fact]
    public void Refuses_to_mix_precisions()
    {
        Assert.Throws<ArgumentException>(() => new LatencySketch(6).Merge(new LatencySketch(9)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencySketch(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LatencySketch(13));
        Assert.Equal(1 / 1024.0, new LatencySketch().RelativeError);
    }

    private static double Draw(string distribution, Random random)
    {
        var u = random.NextDouble();
        var normal = Math.Sqrt(-2 * Math.Log(1 - u)) * Math.Cos(2 * Math.PI * random.NextDouble());
        return distribution switch
        {
            "lognormal" => Math.Exp(3 + (2.5 * normal)),
            "pareto" => 0.5 / Math.Pow(1 - u, 1 / 0.6),
            "constant" => 42.4242,
            "two points" => u < 0.95 ? 0.001 : 60_000,
            "all magnitudes" => Math.ScaleB(1 + random.NextDouble(), random.Next(-1022, 1024)),
            "negative" => -Math.Exp(normal),
            "mixed signs" => normal * Math.Pow(10, random.Next(-6, 6)),
            "subnormal" => random.NextInt64(1, 1L << 52) * double.Epsilon,
            "mostly zero" => u < 0.97 ? 0 : normal,
            "integers" => random.Next(0, 3000),
            "one slow in ten" => u < 0.9 ? 10 + random.NextDouble() : 5000 + (100 * normal),
            _ => throw new ArgumentOutOfRangeException(nameof(distribution)),
        };
    }

    private static void CheckPercentiles(double[] values, LatencySketch sketch, double relativeError, double[] percents)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        Assert.Equal((sorted.Length, sorted[0], sorted[^1]), (sketch.Count, sketch.Min, sketch.Max));
        foreach (var percent in percents)
        {
            var expected = Values.Percentile(sorted, percent);
            var difference = Math.Abs(sketch.Percentile(percent) - expected);
            Assert.True(difference <= Values.Tolerance(sorted, percent, relativeError), $"p({percent}) is {sketch.Percentile(percent):R}, not {expected:R}");
        }
    }

    private static LatencySketch Sketch(double[] values, int precision = LatencySketch.DefaultPrecision)
    {
        var sketch = new LatencySketch(precision);
        foreach (var value in values)
            sketch.Add(value);
        return sketch;
    }

    private static LatencySketch[] Deal(double[] values, int parts, int precision = LatencySketch.DefaultPrecision) =>
        [.. Enumerable.Range(0, parts).Select(part => Sketch([.. values.Where((_, i) => i % parts == part)], precision))];

    private static LatencySketch Merge(LatencySketch[] sketches)
    {
        var merged = new LatencySketch(sketches[0].Precision);
        foreach (var sketch in sketches)
            merged.Merge(sketch);
        return merged;
    }

    private static string Fingerprint(LatencySketch sketch) =>
        string.Join(' ', Enumerable.Range(0, 21).Select(i => sketch.Percentile(i * 5.0).ToString("R")).Append($"{sketch.Count} {sketch.Rejected}"));
}
