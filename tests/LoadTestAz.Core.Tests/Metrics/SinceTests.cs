using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>What came after an earlier state is what was added after it, also where both are merges.</summary>
public sealed class SinceTests
{
    private static readonly DateTimeOffset Time = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private const double RelativeError = 1.0 / 1024;

    private static readonly Gen<double[]> Samples = Gen.OneOf(Gen.Const(0d), Gen.Double[-1000, 1000], Gen.Double[0, 1e-3]).Array[0, 40];

    [Fact]
    public void It_does_not_matter_how_either_state_is_kept() => Gen.Select(Samples, Samples, Gen.Int[0, 2], Gen.Int[0, 2]).Sample((early, late, kept, keptBefore) =>
    {
        TrendAccumulator Of(IEnumerable<double> values, int how)
        {
            var set = new MetricSet();
            foreach (var value in values)
                set.Add(Time, TagSet.Empty, [new(BuiltInMetrics.HttpReqDuration, value)]);
            if (how is 1)
                set = MetricSetJson.Deserialize(MetricSetJson.Serialize(set));
            if (how > 1)
                set = Sets.Packed(set);
            return (TrendAccumulator)(set.Find(BuiltInMetrics.HttpReqDuration.Name)?.Accumulator ?? MetricAccumulator.Create(MetricType.Trend));
        }

        var rest = (TrendAccumulator)Of([.. early, .. late], kept).Since(Of(early, keptBefore))!;
        var expected = (TrendAccumulator)Of([.. early, .. late], 0).Since(Of(early, 0))!;

        Assert.Equal(expected.Samples, rest.Samples);
        Assert.Equal(expected.Sketch.Buckets(negative: false), rest.Sketch.Buckets(negative: false));
        Assert.Equal(expected.Sketch.Buckets(negative: true), rest.Sketch.Buckets(negative: true));
        foreach (var percent in new double[] { 0, 50, 95, 100 })
            Assert.Equal(expected.Percentile(percent), rest.Percentile(percent));
    });

    [Theory]
    [InlineData(MetricType.Counter)]
    [InlineData(MetricType.Rate)]
    [InlineData(MetricType.Trend)]
    public void The_rest_is_as_if_only_it_had_been_seen(MetricType type) => Gen.Select(Samples, Samples, Samples, Samples).Sample((early1, early2, late1, late2) =>
    {
        MetricAccumulator Of(params double[][] parts)
        {
            var all = MetricAccumulator.Create(type);
            foreach (var value in parts.SelectMany(p => p))
                all.Add(Time, value);
            return all;
        }

        var earlier = Of(early1);
        earlier.Merge(Of(early2));
        var later = Of(early2, late2);
        later.Merge(Of(early1, late1));
        var rest = later.Since(earlier)!;
        var expected = Of(late1, late2);

        Assert.Equal((expected.Samples, expected.IsEmpty), (rest.Samples, rest.IsEmpty));
        switch (rest)
        {
            case CounterAccumulator counter:
                Assert.Equal(((CounterAccumulator)expected).Sum, counter.Sum);
                break;
            case RateAccumulator rate:
                Assert.Equal(((RateAccumulator)expected).Passes, rate.Passes);
                break;
            case TrendAccumulator trend when !trend.IsEmpty:
                var wanted = (TrendAccumulator)expected;
                Assert.Equal(wanted.Sum, trend.Sum);
                foreach (var percent in new double[] { 0, 100 })
                    Assert.InRange(trend.Percentile(percent) - wanted.Percentile(percent), -2 * Off(wanted.Percentile(percent)), 2 * Off(wanted.Percentile(percent)));

                // The same buckets: only the two extremes, which are kept beside them, may be told less exactly.
                Assert.Equal(wanted.Sketch.Buckets(negative: false), trend.Sketch.Buckets(negative: false));
                Assert.Equal(wanted.Sketch.Buckets(negative: true), trend.Sketch.Buckets(negative: true));
                break;
        }

        double Off(double value) => (Math.Abs(value) * RelativeError) + double.Epsilon;
    });

    [Fact]
    public void New_extremes_are_exact()
    {
        var trend = new TrendAccumulator();
        trend.Add(Time, 10);
        var earlier = trend.Copy();
        trend.Add(Time, 3.3333);
        trend.Add(Time, 77.7777);

        var rest = (TrendAccumulator)trend.Since(earlier)!;

        Assert.Equal((3.3333, 77.7777, 2), (rest.Min, rest.Max, rest.Samples));
    }

    [Fact]
    public void What_is_no_earlier_state_is_known_as_such()
    {
        var (one, other) = (new TrendAccumulator(), new TrendAccumulator());
        one.Add(Time, 1);
        one.Add(Time, 2);
        other.Add(Time, 5);
        var (passes, fails) = (new RateAccumulator(), new RateAccumulator());
        passes.Add(Time, 1);
        passes.Add(Time, 1);
        fails.Add(Time, 0);

        Assert.Null(one.Since(other));
        Assert.Null(other.Since(one));
        Assert.Null(one.Since(new CounterAccumulator()));
        Assert.Null(passes.Since(fails));
    }
}
