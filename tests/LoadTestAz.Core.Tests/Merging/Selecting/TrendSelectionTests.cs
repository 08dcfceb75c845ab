using CsCheck;
using LoadTestAz.Core.Tests.Metrics;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Selecting;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Selecting;

/// <summary>Exact percentiles without keeping the values.</summary>
public sealed class TrendSelectionTests
{
    private static readonly double[] Percentiles = [0, 12.5, 50, 90, 95, 99, 99.9, 100];

    [Fact]
    public void Percentiles_are_exact_however_little_may_be_kept() =>
        Gen.Select(Gen.OneOf(Values.Finite, Values.Latency, Gen.Int[0, 3].Select(i => (double)i)).Array[1, 400], Gen.Int[0, 50]).Sample((values, room) => Check(values, room), iter: 300);

    [Fact]
    public void Values_that_nearly_all_agree_take_a_few_readings()
    {
        // One bucket of the sketch, and of each finer count but the last.
        double[] values = [10.1, 10.15, .. Enumerable.Range(0, 20_000).Select(i => BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(10.123) + (i % 100)))];
        Assert.InRange(Check(values, room: 10), 3, 5);
        Assert.Equal(0, Check(Enumerable.Repeat(7.5, 5000).ToArray(), room: 0));
    }

    private static int Check(double[] values, int room)
    {
        var trend = new TrendAccumulator();
        foreach (var value in values)
            trend.Add(DateTimeOffset.UnixEpoch, value);
        var selection = new TrendSelection(trend, Percentiles);
        var readings = 0;
        for (; !selection.IsDone; readings++)
        {
            Assert.True(readings < 6, "it does not get narrower");
            selection.Begin(selection.Open.Where(i => i.Count <= room).ToHashSet());

            // Two threads.
            var (one, two) = (selection.NewKeeper(), selection.NewKeeper());
            for (var i = 0; i < values.Length; i++)
                (i % 3 == 0 ? one : two).Add(values[i] + 0.0);
            one.Merge(two);
            Assert.True(selection.TryTake(one));
        }

        var distribution = selection.ToDistribution(trend);
        var sorted = values.Select(v => v + 0.0).Order().ToArray();
        foreach (var percentile in Percentiles)
        {
            var found = distribution.At(percentile)!;
            Assert.Equal((Values.Percentile(sorted, percentile), FigureMethod.Exact), (found.Value, found.Method));
        }

        return readings;
    }
}
