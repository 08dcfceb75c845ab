using CsCheck;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class AccumulatorTests
{
    private static readonly Gen<(long Ticks, double Value)[]> Samples = Gen.Select(Gen.Long[0, 100], Values.Finite).Array[0, 20];

    public static TheoryData<MetricType> Types => [MetricType.Counter, MetricType.Gauge, MetricType.Rate, MetricType.Trend];

    [Theory]
    [MemberData(nameof(Types))]
    public void Merging_is_associative_and_commutative_with_an_identity(MetricType type) =>
        Gen.Select(Samples, Samples, Samples).Sample((x, y, z) =>
        {
            var (a, b, c) = (Of(type, x), Of(type, y), Of(type, z));
            var expected = Fingerprint(Merge(a, b, c));
            Assert.Equal(expected, Fingerprint(Merge(Merge(a, b), c)));
            Assert.Equal(expected, Fingerprint(Merge(a, Merge(b, c))));
            Assert.Equal(expected, Fingerprint(Merge(c, b, a)));
            Assert.Equal(expected, Fingerprint(Merge(Of(type, []), a, b, Of(type, []), c)));
            if (type != MetricType.Gauge) // which, of samples at one instant, takes the one that was added last
                Assert.Equal(expected, Fingerprint(Of(type, [.. x, .. y, .. z])));
        });

    [Theory]
    [MemberData(nameof(Types))]
    public void Samples_that_are_not_finite_are_left_out_and_counted(MetricType type)
    {
        var accumulator = Of(type, [(0, double.NaN), (1, double.PositiveInfinity)]);
        Assert.True(accumulator.IsEmpty);
        Assert.Equal((0, 2), (accumulator.Samples, accumulator.Rejected));
        Assert.Equal(4, Merge(accumulator, accumulator).Rejected);
    }

    [Fact]
    public void Counter_sums_exactly_and_knows_its_span()
    {
        var counter = (CounterAccumulator)Of(MetricType.Counter, [(20, 0.5), (10, -3), (30, 1e20), (30, -1e20)]);
        Assert.Equal(-2.5, counter.Sum);
        Assert.Equal((10, 30), (counter.First!.Value.UtcTicks, counter.Last!.Value.UtcTicks));
        Assert.Equal(-0.25, counter.RatePerSecond(TimeSpan.FromSeconds(10)));
        Assert.Equal(0, counter.RatePerSecond(TimeSpan.Zero));
    }

    [Fact]
    public void Gauge_keeps_the_last_by_time_and_the_extremes_also_below_zero()
    {
        var gauge = (GaugeAccumulator)Of(MetricType.Gauge, [(20, -7), (10, -3), (20, -8)]);
        Assert.Equal((-8, -8, -3), (gauge.Value, gauge.Min, gauge.Max));
        Assert.Equal(-2, ((GaugeAccumulator)Merge(gauge, Of(MetricType.Gauge, [(20, -2)]))).Value);
    }

    [Fact]
    public void Rate_is_the_share_of_what_is_not_zero()
    {
        var rate = (RateAccumulator)Of(MetricType.Rate, [(0, 1), (0, 0), (0, -0.0), (0, 2)]);
        Assert.Equal((2, 2, 0.5), (rate.Passes, rate.Fails, rate.Rate));
    }

    [Fact]
    public void Empty_trend_does_not_pull_a_minimum_to_zero()
    {
        var trend = (TrendAccumulator)Merge(Of(MetricType.Trend, []), Of(MetricType.Trend, [(0, 5), (0, 7)]), Of(MetricType.Trend, []));
        Assert.Equal((5, 7, 12, 6, 2), (trend.Min, trend.Max, trend.Sum, trend.Avg, trend.Samples));
    }

    [Theory]
    [InlineData(MetricType.Counter, "count<1", 6)]
    [InlineData(MetricType.Counter, "rate<1", 0.6)]
    [InlineData(MetricType.Gauge, "value<1", 3)]
    [InlineData(MetricType.Rate, "rate<1", 1)]
    [InlineData(MetricType.Trend, "avg<1", 2)]
    [InlineData(MetricType.Trend, "min<1", 1)]
    [InlineData(MetricType.Trend, "max<1", 3)]
    [InlineData(MetricType.Trend, "med<1", 2)]
    [InlineData(MetricType.Trend, "p(75)<1", 2.5)]
    public void Figures_are_those_that_k6_judges(MetricType type, string threshold, double expected)
    {
        var accumulator = Of(type, [(1, 1), (2, 2), (3, 3)]);
        Assert.Equal(expected, accumulator.Figure(Parse(threshold), TimeSpan.FromSeconds(10))!.Value, 0.003);
    }

    [Fact]
    public void Figures_of_nothing_are_zero_or_undecided_as_in_k6()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Equal(0, Of(MetricType.Counter, []).Figure(Parse("count<1"), second));
        Assert.Null(Of(MetricType.Counter, [(0, 1)]).Figure(Parse("rate<1"), TimeSpan.Zero));
        Assert.Equal(0, Of(MetricType.Gauge, []).Figure(Parse("value<1"), second));
        Assert.Equal(0, Of(MetricType.Trend, []).Figure(Parse("p(95)<1"), second));
        Assert.Null(Of(MetricType.Rate, []).Figure(Parse("rate<1"), second));
    }

    [Fact]
    public void Refuses_other_kinds_and_figures_it_does_not_have()
    {
        Assert.Throws<ArgumentException>(() => Of(MetricType.Counter, []).Merge(Of(MetricType.Gauge, [])));
        Assert.Throws<ArgumentException>(() => Of(MetricType.Counter, []).Figure(Parse("p(95)<1"), TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => MetricAccumulator.Create((MetricType)7));
    }

    [Fact]
    public void Copies_are_independent()
    {
        var original = Of(MetricType.Trend, [(0, 1)]);
        var copy = original.Copy();
        copy.Add(Sets.Start, 100);
        Assert.Equal((1, 2), (original.Samples, copy.Samples));
        Assert.Equal(1, ((TrendAccumulator)original).Max);
    }

    private static ThresholdExpression Parse(string text) =>
        ThresholdExpression.TryParse(text, out var expression, out var error) ? expression : throw new FormatException(error);

    private static MetricAccumulator Of(MetricType type, (long Ticks, double Value)[] samples)
    {
        var accumulator = MetricAccumulator.Create(type);
        foreach (var (ticks, value) in samples)
            accumulator.Add(new DateTimeOffset(ticks, TimeSpan.Zero), value);
        return accumulator;
    }

    private static MetricAccumulator Merge(params MetricAccumulator[] accumulators)
    {
        var merged = MetricAccumulator.Create(accumulators[0].Type);
        foreach (var accumulator in accumulators)
            merged.Merge(accumulator);
        return merged;
    }

    private static string Fingerprint(MetricAccumulator accumulator) => FormattableString.Invariant($"{accumulator.Samples} {accumulator.Rejected} ") + accumulator switch
    {
        CounterAccumulator c => $"{c.Sum:R} {c.First:O} {c.Last:O}",
        GaugeAccumulator g => $"{g.Value:R} {g.Min:R} {g.Max:R} {g.Last:O}",
        RateAccumulator r => $"{r.Passes} {r.Fails} {r.Rate:R}",
        TrendAccumulator t => $"{t.Sum:R} {t.Min:R} {t.Max:R} {t.Avg:R} {t.Percentile(50):R} {t.Percentile(95):R} {t.Percentile(99.9):R}",
        _ => "",
    };
}
