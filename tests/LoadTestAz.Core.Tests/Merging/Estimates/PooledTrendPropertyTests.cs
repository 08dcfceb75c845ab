using CsCheck;
using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Core.Tests.Merging.Estimates;

/// <summary>Whatever the workers measured, and however little of it their summaries tell, the bounds hold.</summary>
public sealed class PooledTrendPropertyTests
{
    public static TheoryData<string> Kinds => [.. WorkerSamples.Kinds];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void True_figures_are_within_the_bounds(string kind) => ForEach(kind, 1500, (workers, random) =>
    {
        var all = Summaries.Sorted(workers.SelectMany(w => w));
        if (all.Length == 0)
            return;
        var estimate = PooledTrend.Of(Summaries.Some(workers, random));
        Assert.Empty(estimate.Doubts);

        foreach (var percent in new[] { 0, 50, 95, 100, Summaries.Percents[random.Next(Summaries.Percents.Length)], 100 * random.NextDouble() })
            Summaries.AssertHolds(estimate, all, percent);

        Assert.InRange(all.Length, estimate.Count.AtLeast, estimate.Count.AtMost ?? long.MaxValue);
        AssertHolds(estimate.Avg, all.Select(x => x / all.Length).Sum(), all.Max(Math.Abs));
        AssertHolds(estimate.Sum, all.Sum(), all.Sum(Math.Abs));
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Rounded_figures_have_wider_bounds_that_hold(string kind) => ForEach(kind, 200, (workers, random) =>
    {
        var all = Summaries.Sorted(workers.SelectMany(w => w));
        if (all.Length == 0)
            return;
        var tolerance = random.Next(2) == 0 ? new FigureTolerance(0.5, 0) : new FigureTolerance(0, 0.01);
        var estimate = PooledTrend.Of([.. Summaries.Some(workers, random).Select(s => Rounded(s, tolerance, random))]);
        Assert.Empty(estimate.Doubts);
        foreach (var percent in Summaries.Percents)
            Summaries.AssertHolds(estimate, all, percent);
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_order_of_workers_does_not_show(string kind) => ForEach(kind, 50, (workers, random) =>
    {
        var summaries = Summaries.Some(workers, random);
        var shuffled = summaries.ToArray();
        random.Shuffle(shuffled);
        var (one, other) = (PooledTrend.Of(summaries), PooledTrend.Of(shuffled));
        Assert.Equal((one.Count, one.Sum, one.Avg, one.Min, one.Max), (other.Count, other.Sum, other.Avg, other.Min, other.Max));
        Assert.All(Summaries.Percents, p => Assert.Equal(one.GetPercentile(p), other.GetPercentile(p)));
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Percentiles_rise(string kind) => ForEach(kind, 50, (workers, random) =>
    {
        var estimate = PooledTrend.Of(Summaries.Some(workers, random));
        var last = new EstimatedFigure(double.NegativeInfinity, double.NegativeInfinity, double.NegativeInfinity);

        // Bounds of unknown counts are found to about a millionth of what samples there can be: that is much where hardly
        // anything limits them.
        var size = 1e-5 * workers.SelectMany(w => w).Select(Math.Abs).DefaultIfEmpty().Max();
        foreach (var percent in Enumerable.Range(0, 51).Select(p => 2.0 * p).Concat(Enumerable.Range(0, 50).Select(_ => 100 * random.NextDouble())).Order())
        {
            if (estimate.GetPercentile(percent) is not { } figure)
                return;
            var rounding = size + (1e-12 * Math.Max(Width(last), Width(figure)));
            Assert.False(
                last.Value - figure.Value > rounding
                || last.LowerBound - figure.LowerBound > rounding + (1e-3 * Math.Abs(figure.LowerBound))
                || last.UpperBound - figure.UpperBound > rounding + (1e-3 * Math.Abs(figure.UpperBound)),
                $"p({percent}) falls from {last} to {figure}");
            last = figure;
        }
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void What_one_worker_tells_is_exact(string kind) => ForEach(kind, 50, (workers, random) =>
    {
        var samples = workers.MaxBy(w => w.Length)!;
        if (samples.Length == 0)
            return;
        var full = Summaries.Full(samples, [90, 95, 99.9, 33.3]);
        var estimate = PooledTrend.Of([full with { Count = random.Next(2) == 0 ? full.Count : SampleCount.Unknown }, Summaries.Full([])]);
        foreach (var (percent, value) in full.Quantiles.Append(new TrendQuantile(0, full.Min!.Value)).Append(new TrendQuantile(50, full.Med!.Value)).Append(new TrendQuantile(100, full.Max!.Value)))
            Assert.Equal(new EstimatedFigure(value, value, value), estimate.GetPercentile(percent));
    });

    [Theory]
    [MemberData(nameof(Kinds))]
    public void More_figures_never_make_bounds_wider(string kind) => ForEach(kind, 50, (workers, random) =>
    {
        var full = workers.Select(w => Summaries.Full(w, Summaries.Percents)).ToArray();
        var less = full.Select(s => s with { Quantiles = [.. s.Quantiles.Where(_ => random.Next(2) == 0)], Avg = random.Next(2) == 0 ? null : s.Avg, Max = random.Next(2) == 0 ? null : s.Max }).ToArray();
        var rounding = 1e-11 * workers.SelectMany(w => w).Select(Math.Abs).DefaultIfEmpty().Max();
        var (narrow, wide) = (PooledTrend.Of(full), PooledTrend.Of(less));
        foreach (var percent in Summaries.Percents)
        {
            if (wide.GetPercentile(percent) is not { } w)
                return;
            var n = narrow.GetPercentile(percent)!.Value;
            Assert.True(n.LowerBound >= w.LowerBound - rounding && n.UpperBound <= w.UpperBound + rounding, $"p({percent}): {n} is wider than {w}");
        }
    });

    private static double Width(EstimatedFigure figure) =>
        double.IsFinite(figure.UpperBound - figure.LowerBound) ? figure.UpperBound - figure.LowerBound : 0;

    private static void AssertHolds(EstimatedFigure? figure, double truth, double size)
    {
        if (figure is not { } f || !double.IsFinite(truth))
            return;
        Assert.InRange(f.Value, f.LowerBound, f.UpperBound);
        Assert.InRange(truth, f.LowerBound - (1e-12 * size), f.UpperBound + (1e-12 * size));
    }

    private static TrendSummary Rounded(TrendSummary summary, FigureTolerance tolerance, Random random)
    {
        double? Round(double? value) => value + (value is { } v ? (1.98 * random.NextDouble() - 0.99) * Math.Max(tolerance.Absolute, 0.99 * tolerance.Relative * Math.Abs(v)) : 0);
        return summary with
        {
            Min = Round(summary.Min),
            Max = Round(summary.Max),
            Avg = Round(summary.Avg),
            Med = Round(summary.Med),
            Quantiles = [.. summary.Quantiles.Select(q => q with { Value = Round(q.Value)!.Value })],
            Tolerance = tolerance,
        };
    }

    private static void ForEach(string kind, int times, Action<double[][], Random> check) =>
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            check(WorkerSamples.Draw(kind, random), random);
        }, iter: times);
}
